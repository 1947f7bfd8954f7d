"""Date has day and month swapped, or does not show which is which.

## Why it matters
Readers in different countries read different days from the same date.

## How to fix
Write the date as YYYY-MM-DD, such as `2021-05-11`.

## Fix safety
Unsafe. The fix swaps day and month, but the error may be in another digit. Ambiguous dates have no fix.

## What is not flagged
- Unambiguous dates with slashes or periods: one part is greater than 12 (`25/11/2021`), or both are equal
  (`05/05/2021`).
- Dates with the name of the month.

## References
- ISO 8601-1:2019, 5.2 (calendar date)
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import LABELS, quoted
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
    """Return a check that flags dates with a month greater than 12, and dates that are ambiguous.

    A date is ambiguous if it has slashes or periods, and both parts can be the month.
    """
    year, first, second = (pl.col("published").str.extract(_ISO, i) for i in (1, 2, 3))
    swapped = (
        (first.cast(pl.Int32) > _MONTHS)
        & (second.cast(pl.Int32) <= _MONTHS)
        & (first.cast(pl.Int32) <= _DAYS)
    )
    a, b = (pl.col("published").str.extract(_SLASHED, i).cast(pl.Int32) for i in (1, 2))
    label = LABELS["published"]
    return Check(
        field="published",
        violates=swapped | ((a <= _MONTHS) & (b <= _MONTHS) & (a != b) & (a > 0) & (b > 0)),
        message=pl.when(swapped)
        .then(pl.format(f"{label} {{}} has day and month swapped, expected YYYY-MM-DD", quoted("published")))
        .otherwise(
            pl.format(f"{label} {{}} is ambiguous: either part could be the month", quoted("published"))
        ),
        fix=Fix(value=pl.when(swapped).then(pl.format("{}-{}-{}", year, second, first))),
    )
