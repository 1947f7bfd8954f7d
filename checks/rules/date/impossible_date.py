"""Date does not exist in the calendar, such as 30 February.

## Why it matters
Parsers reject the date or silently move it to another day.

## How to fix
Open the DOI, and take the date from the landing page.

## What is not flagged
- Dates that are not written as year, month, and day in digits.
- A month or day of `00`, which means that it is unknown.
- Ranges of years: `2021-22`.
- 29 February of 1700, 1800, and 1900, which exist in the Julian calendar.

## References
- ISO 8601-1:2019, 5.2 (calendar date)
- Crossref, dates
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import LABELS, quoted
from scholint.checks.rule import Check, rule

_FULL = r"^\s*([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})(?:\D|$)"


@rule(
    code="DAT002",
    severity="error",
    fields=["published", "published_print", "published_online"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "published": "2021-02-30"},
    good={"title": "A study of tides", "doi": "10.1000/1", "published": "2020-02-29"},
)
def impossible_date() -> list[Check]:
    """Return checks that flag dates that do not exist in the calendar, one for each field."""
    return [_check(name) for name in ("published", "published_print", "published_online")]


def _check(name: str) -> Check:
    year, month, day = (pl.col(name).str.extract(_FULL, i) for i in (1, 2, 3))
    date = pl.concat_str(year, month.str.zfill(2), day.str.zfill(2), separator="-")
    julian = month.str.zfill(2).eq("02") & (day == "29") & year.is_in(["1700", "1800", "1900"])
    unknown = (month.cast(pl.Int32) == 0) | (day.cast(pl.Int32) == 0)
    return Check(
        field=name,
        when=year.is_not_null() & (year != "0000"),
        violates=~julian & ~unknown & date.str.to_date("%Y-%m-%d", strict=False).is_null(),
        message=pl.format(f"{LABELS[name]} {{}} does not exist in the calendar", quoted(name)),
    )
