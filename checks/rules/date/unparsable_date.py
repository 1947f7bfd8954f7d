"""Date has no recognizable year, or is written without hyphens.

## Why it matters
The work cannot be sorted, cited, or compared, and parsers may guess the wrong year.

The severity depends on the value:

- info for eight digits that form a date, which the standard allows, also with the `.0` of a spreadsheet
- warning for words for works without a year (`in press`), years of an era (`平成30年`), year and month without a
  hyphen, and Roman numerals
- error for all other values

## How to fix
Write the date as YYYY, YYYY-MM, or YYYY-MM-DD.

## Fix safety
Safe. The fix adds hyphens to the same digits, and only where they form a date of the calendar.

## What is not flagged
- All dates that show a year of four digits, with seasons, ranges, and names of months in any language.
- A month or a season alone if the field `year` contains the year.
- Years with open digits: `19XX`, `[199-]`.
- Placeholders such as `unknown`: EMP010.

## References
- ISO 8601-1:2019, 5.2 (calendar date)
- ISO 8601-2:2019, 8 (unspecified digits)
- Crossref, dates
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import LABELS, quoted
from scholint.checks.rule import Check, Fix, rule
from scholint.checks.values.absent import is_placeholder
from scholint.checks.values.text import is_empty

_YEAR = r"(?:^|\D)\d{4}(?:\D|$)"
# Year, month, and day without hyphens, also as a number of a spreadsheet.
_JOINED = r"^\s*((?:1[5-9]|20)\d\d)(\d\d)(\d\d)(?:\.0)?\s*$"
# Years with open digits: `19XX`, `[199-]`.
_OPEN = r"(?i)(?:^|\D)(?:1\d|20)(?:\d[-?xu]|[-?xu]{2})(?:\W|$)"
# Works that have no year yet, or an unknown one; year and month without a hyphen; Roman numerals; years of an era.
_UNPUBLISHED = r"(?:in|under) (?:press|print|review|preparation)|forthcoming|to appear|to be published|submitted|accepted"
_ONLINE = r"(?:published )?(?:online(?: first)?|ahead of print|early (?:access|view))"
_UNDATED = r"n\. ?d\.?|s\. ?[af]\.?|s\. ?d\.?|o\. ?j\.?"
_YEAR_AND_MONTH = r"(?:19|20)\d\d(?:0[1-9]|1[0-2])"
_ROMAN = "[mdclxvi]{3,}"
_EXPLAINED = rf"(?i)^\W*(?:{_UNPUBLISHED}|undated|{_ONLINE}|{_UNDATED}|{_YEAR_AND_MONTH}|{_ROMAN})\W*$|\d年"
# What is wrong with a value without a year, by field.
_NO_YEAR = {
    "published": "has no four-digit year, expected YYYY, YYYY-MM, or YYYY-MM-DD",
    "year": "is not a four-digit year, expected YYYY",
}


@rule(
    code="DAT001",
    severity="error",
    fields=["published", "year"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "published": "20210511"},
    good={"title": "A study of tides", "doi": "10.1000/1", "published": "Spring 2021"},
)
def unparsable_date() -> list[Check]:
    """Look for a year of four digits, and for dates without hyphens."""
    return [_check(name) for name in ("published", "year")]


def _check(name: str) -> Check:
    value = pl.col(name)
    dated = value.str.replace(_JOINED, "$1-$2-$3")
    possible = (
        value.str.contains(_JOINED)
        & dated.str.strip_chars().str.to_date("%Y-%m-%d", strict=False).is_not_null()
    )
    # A month or a season alone is complete where the other field contains the year.
    year_is_elsewhere = (
        (value.str.contains(r"^(?:[\pL .,/-]{3,}\d{0,2}|\d{1,2})$") & ~is_empty("year"))
        if name == "published"
        else pl.lit(value=False)
    )
    return Check(
        field=name,
        severity=pl.when(possible)
        .then(pl.lit("info"))
        .when(value.str.contains(_EXPLAINED))
        .then(pl.lit("warning"))
        .otherwise(pl.lit("error")),
        violates=value.str.contains(r"[\pL\pN]")
        & ~value.str.contains(_YEAR)
        & ~value.str.contains(_OPEN)
        & ~is_placeholder(value)
        & ~year_is_elsewhere
        & ~value.str.contains(r"^0+$"),
        message=pl.format(
            f"{LABELS[name]} {{}} {{}}",
            quoted(name),
            pl.when(possible)
            .then(pl.lit("has no hyphens and may be read as a number, expected YYYY-MM-DD"))
            .otherwise(pl.lit(_NO_YEAR[name])),
        ),
        fix=Fix(value=pl.when(possible).then(dated.str.strip_chars()), safe=True),
    )
