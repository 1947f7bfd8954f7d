"""A date whose day and month are swapped, or may be.

## Why it matters
Readers of the other half of the world take another day from it.

## How to fix
Write ISO 8601, `2021-05-11`.

## Fix safety
Unsafe: another digit may be the wrong one.

## What is not flagged
`2021-13-05` has no month 13 but a day: the proposal swaps them. Of `05/11/2021` nobody knows which is
which: told where both are at most 12 and differ. Written-out months pass.

## References
- ISO 8601-1:2019
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, rule

_ISO = r"^\s*([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})"
_SLASHED = r"^\s*([0-9]{1,2})[/.]([0-9]{1,2})[/.](?:1[5-9]|20)[0-9]{2}\s*$"
_MONTHS, _DAYS = 12, 31


@rule(
    code="DAT007",
    severity="info",
    fields=["published"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "published": "2021-25-03"},
    good={"title": "A study of tides", "doi": "10.1000/1", "published": "2021-03-25"},
)
def day_month_swapped() -> Check:
    """Match a month above 12, and slashed dates."""
    year, first, second = (pl.col("published").str.extract(_ISO, i) for i in (1, 2, 3))
    swapped = (
        (first.cast(pl.Int32) > _MONTHS)
        & (second.cast(pl.Int32) <= _MONTHS)
        & (first.cast(pl.Int32) <= _DAYS)
    )
    a, b = (pl.col("published").str.extract(_SLASHED, i).cast(pl.Int32) for i in (1, 2))
    return Check(
        field="published",
        violates=swapped | ((a <= _MONTHS) & (b <= _MONTHS) & (a != b) & (a > 0) & (b > 0)),
        message=pl.when(swapped)
        .then(pl.format("{} has day and month swapped", quoted("published")))
        .otherwise(pl.format("nobody knows which part of {} is the month", quoted("published"))),
        fix=Fix(value=pl.when(swapped).then(pl.format("{}-{}-{}", year, second, first))),
    )
