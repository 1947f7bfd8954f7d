"""Volume, issue or pages in the record differ from those that the DOI's suffix spells out.

## Why is this bad?
Either the record was put together from two works, or the DOI is another work's.

## How to mend
Resolve the DOI, and take volume, issue and pages from there.

## Fix safety
Unsafe: the DOI may be the wrong one of the two.

## Known limits
Only suffixes written as ISSN-year-volume-issue-page-page, with a valid ISSN, are read. Patterns of single
registrants are not learned from siblings yet.

## References
- ISO 26324:2022; DOI Handbook, https://www.doi.org/the-identifier/resources/handbook/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.findings import quoted
from scholint.checks.normal import is_empty, issn_is_valid
from scholint.checks.rule import Check, Fix, rule


@rule(
    code="DOI009",
    severity="warning",
    fields=["volume", "issue", "pages"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.46272/2409-3416-2021-9-4-84-100", "volume": "8"},
    good={"title": "A study of tides", "doi": "10.46272/2409-3416-2021-9-4-84-100", "volume": "9"},
)
def doi_volume_issue_pages_conflict() -> list[Check]:
    """Compare each field with its place in the suffix, leading zeros aside."""
    return [_check(name) for name in ("volume", "issue", "pages")]


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
