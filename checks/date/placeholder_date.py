"""A date that programs write where they have none: 1900-01-01, 1970-01-01, 0001-01-01, 9999-12-31.

## Why is this bad?
It counts as filled, and sorts the work into a year in which it did not exist.

## How to mend
Empty the field, and find out why the source had nothing.

## Known limits
Only the full date counts: the years 1900 and 1970 alone, or with another day, are dates like any other. Issues of
January 1900 and 1970 exist, and are dated so in Crossref: those two are told as info.

## References
- 1970-01-01 is day zero of Unix time, 1899-12-30 of spreadsheets, 0001-01-01 of .NET
"""

from __future__ import annotations

import polars as pl

from scholint.checks.findings import quoted
from scholint.checks.rule import Check, rule

_ZEROES = [
    "1900-01-01",
    "1970-01-01",
    "1899-12-30",
    "1899-12-31",
    "1601-01-01",
    "1904-01-01",
    "0001-01-01",
    "1-1-1",
]


@rule(
    code="DAT005",
    severity="warning",
    fields=["published"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "published": "1970-01-01"},
    good={"title": "A study of tides", "doi": "10.1000/1", "published": "1970"},
)
def placeholder_date() -> Check:
    """Compare with the days on which calendars of programs begin and end."""
    real = pl.coalesce("published", "year").str.contains(r"^\s*19[07]0")
    return Check(
        field="published",
        blank=True,
        violates=pl.col("published").str.extract(r"^\s*(\d{4}-\d\d?-\d\d?)(?:\D|$)", 1).is_in(_ZEROES)
        | pl.coalesce("published", "year").str.contains(r"^\s*(?:9999|0001)(?:\D|$)"),
        severity=pl.when(real).then(pl.lit("info")).otherwise(pl.lit("warning")),
        message=pl.format(
            "{} {} a placeholder for a date",
            quoted(pl.coalesce("published", "year")),
            pl.when(real).then(pl.lit("may be")).otherwise(pl.lit("is")),
        ),
        value=pl.coalesce("published", "year"),
    )
