"""Volume, issue, or pages differ from those encoded in the DOI.

## Why it matters
The record mixes data from two works, or the DOI belongs to another work.

## How to fix
Open the DOI, and take volume, issue, and pages from the landing page.

## Fix safety
Unsafe. The DOI may be wrong, and the record right.

## What is not flagged
- DOIs that encode the fields in an unknown way. The suffix must have the form ISSN-year-volume-issue-page-page with a
  valid ISSN, or other records must show a pattern: in 20 or more records the DOIs differ only in their numbers, there
  are five or more volumes, and in 95% of the records the same number in the DOI is the volume (or the issue).
- Numbers that are the year of publication: some publishers number volumes by year in one journal and from 1 in another.
- Differences in leading zeros, and a first page without the last page.
- Empty fields (reported by EMP012).

## References
- ISO 26324:2022, Digital object identifier system
- DOI Handbook, https://www.doi.org/the-identifier/resources/handbook/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import LABELS, quoted
from scholint.checks.rule import Across, Check, Fix, rule
from scholint.checks.values.issn import issn_is_valid
from scholint.checks.values.text import is_empty


@rule(
    code="DOI009",
    severity="warning",
    fields=["volume", "issue", "pages"],
    since="0.1.0",
    needs=["batch"],
    bad=[{"title": "A study of tides", "doi": "10.46272/2409-3416-2021-9-4-84-100", "volume": "8"}],
    good=[{"title": "A study of tides", "doi": "10.46272/2409-3416-2021-9-4-84-100", "volume": "9"}],
)
def doi_volume_issue_pages_conflict() -> list[Check]:
    """Return checks that flag a volume, issue, or pages that differ from the numbers in the DOI suffix.

    Leading zeros are ignored.
    """
    return [
        *(_encoded(name) for name in ("volume", "issue", "pages")),
        *(_learned(name, place) for name in ("volume", "issue") for place in range(_PLACES)),
    ]


# Number of numbers in a suffix that are compared with the volume and the issue.
_PLACES = 4
# Minimum number of records that agree, of different values, and proportion of records that agree, for each pattern.
_SIBLINGS, _VALUES, _SHARE = 20, 5, 0.95
# The pattern of a DOI: `#` in place of each number.
_PATTERN = pl.when(pl.col("doi_suffix").str.count_matches(r"\d+").is_between(2, 6)).then(
    pl.format("{}/{}", "doi_prefix", pl.col("doi_suffix").str.to_lowercase().str.replace_all(r"\d+", "#"))
)


def _learned(name: str, place: int) -> Check:
    pattern, own, encoded = pl.col("doi_shape"), pl.col(f"doi_{name}"), pl.col(f"doi_number_{place}")
    agrees = own == encoded
    group = pl.when(own.is_not_null() & encoded.is_not_null()).then(pattern)
    siblings = pl.len().over(group)
    return Check(
        field=name,
        when=group.is_not_null(),
        violates=~agrees
        & (encoded != pl.col("doi_year")).fill_null(value=True)
        & (agrees.mean().over(group) >= _SHARE)
        & (agrees.sum().over(group) >= _SIBLINGS)
        & (own.n_unique().over(group) >= _VALUES),
        message=pl.format(
            f"{LABELS[name]} mismatch: {{}} in the record, {{}} in the DOI (pattern of {{}} records)",
            quoted(own),
            quoted(encoded),
            siblings,
        ),
        value=own,
        evidence={"doi": pl.col("doi_shown"), "pattern": pattern, "siblings": siblings},
        across=Across(
            keys={
                "doi_shape": _PATTERN,
                f"doi_number_{place}": pl.col("doi_suffix")
                .str.extract_all(r"\d+")
                .list.get(place, null_on_oob=True)
                .str.strip_chars_start("0"),
                f"doi_{name}": pl.when(_PATTERN.is_not_null()).then(
                    _without_zeros(pl.col(name)).str.extract(r"^(\d+)$", 1)
                ),
                "doi_shown": pl.col("doi_bare"),
                "doi_year": pl.col("year_published").cast(pl.String),
            },
            group_by="doi_shape",
        ),
    )


def _encoded(name: str) -> Check:
    encoded = pl.col(f"suffix_{name}")
    own, in_doi = _without_zeros(pl.col(name)), _without_zeros(encoded)
    return Check(
        field=name,
        when=issn_is_valid(pl.col("suffix_issn")) & encoded.is_not_null() & ~is_empty(name),
        violates=(own != in_doi) & ~in_doi.str.starts_with(own + "-"),
        message=pl.format(
            f"{LABELS[name]} mismatch: {{}} in the record, {{}} in the DOI", quoted(name), quoted(encoded)
        ),
        evidence={"doi": pl.col("doi")},
        fix=Fix(value=encoded.str.replace_all(r"(^|-)0+(\d)", "$1$2")),
    )


def _without_zeros(value: pl.Expr) -> pl.Expr:
    """Return the value with hyphens in place of other dashes, and without leading zeros in its numbers (String)."""
    dashed = value.str.replace_all(r"\s*[‐-―−-]+\s*", "-").str.strip_chars()
    return dashed.str.replace_all(r"(^|-)0+(\d)", "$1$2")
