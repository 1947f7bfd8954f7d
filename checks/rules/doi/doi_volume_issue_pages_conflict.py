"""Volume, issue or pages in the record differ from those that the DOI's suffix spells out.

## Why it matters
Either the record was put together from two works, or the DOI is another work's.

## How to fix
Resolve the DOI, and take volume, issue and pages from there.

## Fix safety
Unsafe: the DOI may be the wrong one of the two.

## What is not flagged
Read are suffixes written as ISSN-year-volume-issue-page-page, with a valid ISSN, and patterns learned from siblings:
among twenty records or more whose DOIs differ in their numbers alone, one number is the volume (or issue) of nineteen
in twenty, over five volumes or more. Warned is of the others, unless the number is the year of publication:
some houses number volumes by the year in one journal and from 1 in another. Where no pattern holds there is no verdict.

## References
- ISO 26324:2022; DOI Handbook, https://www.doi.org/the-identifier/resources/handbook/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
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
    """Compare each field with its place in the suffix, leading zeros aside."""
    return [
        *(_check(name) for name in ("volume", "issue", "pages")),
        *(_learned(name, place) for name in ("volume", "issue") for place in range(_PLACES)),
    ]


_PLACES = 4
_SIBLINGS, _VALUES, _SHARE = 20, 5, 0.95
# The shape of a DOI: its numbers left out.
_SHAPE = pl.when(pl.col("doi_suffix").str.count_matches(r"\d+").is_between(2, 6)).then(
    pl.format("{}/{}", "doi_prefix", pl.col("doi_suffix").str.to_lowercase().str.replace_all(r"\d+", "#"))
)


def _learned(name: str, place: int) -> Check:
    shape, own, theirs = pl.col("doi_shape"), pl.col(f"doi_{name}"), pl.col(f"doi_number_{place}")
    agrees = own == theirs
    group = pl.when(own.is_not_null() & theirs.is_not_null()).then(shape)
    return Check(
        field=name,
        when=group.is_not_null(),
        violates=~agrees
        & (theirs != pl.col("doi_year")).fill_null(value=True)
        & (agrees.mean().over(group) >= _SHARE)
        & (agrees.sum().over(group) >= _SIBLINGS)
        & (own.n_unique().over(group) >= _VALUES),
        message=pl.format(
            "the record has {}, its DOI {} by the pattern of its siblings", quoted(own), quoted(theirs)
        ),
        value=own,
        evidence={"doi": pl.col("doi_shown"), "pattern": shape, "siblings": pl.len().over(group)},
        across=Across(
            keys={
                "doi_shape": _SHAPE,
                f"doi_number_{place}": pl.col("doi_suffix")
                .str.extract_all(r"\d+")
                .list.get(place, null_on_oob=True)
                .str.strip_chars_start("0"),
                f"doi_{name}": pl.when(_SHAPE.is_not_null()).then(
                    _plain(pl.col(name)).str.extract(r"^(\d+)$", 1)
                ),
                "doi_shown": pl.col("doi_bare"),
                "doi_year": pl.col("year_published").cast(pl.String),
            },
            group_by="doi_shape",
        ),
    )


def _check(name: str) -> Check:
    encoded = pl.col(f"suffix_{name}")
    own, theirs = _plain(pl.col(name)), _plain(encoded)
    return Check(
        field=name,
        when=issn_is_valid(pl.col("suffix_issn")) & encoded.is_not_null() & ~is_empty(name),
        violates=(own != theirs) & ~theirs.str.starts_with(own + "-"),
        message=pl.format("the record has {}, its DOI {}", quoted(name), quoted(encoded)),
        evidence={"doi": pl.col("doi")},
        fix=Fix(value=encoded.str.replace_all(r"(^|-)0+(\d)", "$1$2")),
    )


def _plain(value: pl.Expr) -> pl.Expr:
    dashed = value.str.replace_all(r"\s*[‐-―−-]+\s*", "-").str.strip_chars()
    return dashed.str.replace_all(r"(^|-)0+(\d)", "$1$2")
