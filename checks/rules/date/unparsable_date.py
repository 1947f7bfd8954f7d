"""Date has no recognizable year, or is written without hyphens.

## Why it matters
The work cannot be sorted, cited, or compared, and parsers may guess the wrong year.

The severity depends on the value:

- info: eight digits that form a date, such as `20210511`. The standard allows this form. A `.0` may follow, which
  spreadsheets add.
- warning: a word that explains why there is no year (`in press`), a year of an era (`平成30年`), a year and month without
  a hyphen, or a Roman numeral.
- error: all other values.

## How to fix
Write the date as YYYY, YYYY-MM, or YYYY-MM-DD.

## Fix safety
Safe. The fix keeps the digits and adds hyphens, and only if the digits form a date that exists in the calendar.

## What is not flagged
- All dates that contain a four-digit year, including dates with seasons, ranges, or names of months in any language.
- A month or a season alone if the field `year` contains the year.
- Years with unspecified digits: `19XX`, `[199-]`.
- Placeholders such as `unknown` (reported by EMP010).

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
# Year, month, and day without hyphens, with or without the `.0` that spreadsheets add.
_JOINED = r"^\s*((?:1[5-9]|20)\d\d)(\d\d)(\d\d)(?:\.0)?\s*$"
# Years with unspecified digits: `19XX`, `[199-]`.
_OPEN = r"(?i)(?:^|\D)(?:1\d|20)(?:\d[-?xu]|[-?xu]{2})(?:\W|$)"
# Values that explain why there is no four-digit year: words for unpublished or undated works, a year and month without
# a hyphen, Roman numerals, and years of an era.
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
    """Return checks that flag dates without a four-digit year, and dates without hyphens.

    There is one check for each field.
    """
    return [_check(name) for name in ("published", "year")]


def _check(name: str) -> Check:
    value = pl.col(name)
    dated = value.str.replace(_JOINED, "$1-$2-$3")
    possible = (
        value.str.contains(_JOINED)
        & dated.str.strip_chars().str.to_date("%Y-%m-%d", strict=False).is_not_null()
    )
    # A month or a season alone is enough if the field `year` contains the year.
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
