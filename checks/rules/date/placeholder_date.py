"""A date that programs write where they have none: 1900-01-01, 1970-01-01, 0001-01-01, 9999-12-31.

## Why it matters
It counts as filled, and sorts the work into a year in which it did not exist.

## How to fix
Empty the field, and find out why the source had nothing.

## What is not flagged
Only the full date counts: the years 1900, 1904 and 1970 alone, or with another day, are dates like any other. Many
sources write the first of January where they know the year only, and issues of January exist: so 1900-01-01,
1904-01-01 and 1970-01-01 are info, and only where the source has three times as many of them as of the first of
January of the two years before and after, those of an issue 1 left out.

## References
- 1970-01-01 is day zero of Unix time, 1899-12-30 and 1904-01-01 of spreadsheets, 1601-01-01 of Windows, 0001-01-01 of .NET
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Across, Check, Scan, rule

_ZEROES = ["1899-12-30", "1601-01-01", "0001-01-01", "1-1-1"]
_POSSIBLE = (1900, 1904, 1970)
_AROUND = (-2, -1, 1, 2)


@rule(
    code="DAT005",
    severity="warning",
    fields=["published"],
    since="0.1.0",
    needs=["batch"],
    bad={"title": "A study of tides", "doi": "10.1000/1", "published": "1970-01-01"},
    good={"title": "A study of tides", "doi": "10.1000/1", "published": "1970"},
)
def placeholder_date() -> list[Check]:
    """Compare with the days on which calendars of programs begin and end, and with the years around."""
    written = pl.coalesce("published", "year")
    day = pl.col("published").str.extract(r"^\s*(\d{1,4}-\d\d?-\d\d?)(?:\D|$)", 1)
    first_issue = (pl.col("issue").str.strip_chars() == "1").fill_null(value=False)
    year = pl.col("year_of_first_january")
    return [
        Check(
            field="published",
            violates=day.is_in(_ZEROES) | written.str.contains(r"^\s*(?:9999|0001)(?:\D|$)"),
            message=pl.format("{} is a placeholder for a date", quoted(written)),
            value=written,
            scan=Scan(on_empty=True),
        ),
        Check(
            field="published",
            when=year.is_in(_POSSIBLE),
            violates=pl.any_horizontal((year == zero) & _stands_out(year, zero) for zero in _POSSIBLE),
            severity=pl.lit("info"),
            message=pl.format("`{}-01-01` may be a placeholder for a date", year),
            value=pl.format("{}-01-01", year),
            across=Across(
                keys={
                    "year_of_first_january": pl.when(~first_issue).then(
                        pl.col("published").str.extract(r"^\s*([0-9]{4})-0?1-0?1(?:\D|$)", 1).cast(pl.Int32)
                    )
                }
            ),
        ),
    ]


def _stands_out(year: pl.Expr, zero: int) -> pl.Expr:
    """Boolean: the source has three times as many of this first of January as of those around."""
    here = (year == zero).sum().over("source")
    around = year.is_in([zero + step for step in _AROUND]).sum().over("source")
    return here * len(_AROUND) > around * 3
