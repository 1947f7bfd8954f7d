"""A date that does not show its year.

## Why it matters
The work cannot be sorted, cited or compared; programs that guess put it into the wrong century.

## How to fix
Write YYYY, YYYY-MM or YYYY-MM-DD.

## Fix safety
Safe: the same digits with hyphens; offered only where month and day are possible.

## What is not flagged
Every way of writing a date that shows a year of four digits passes: seasons, ranges, names of months in any language.
A month or season alone passes where `year` holds the year, and so does a year with open digits (`19XX`, `[199-]`).
Words that stand for nothing are `EMP010`. Eight digits run together that make a date, which the standard allows, are an
info, also with the `.0` of a spreadsheet. A warning are words for works that have no year yet (`in press`), years of
an era (`平成30年`), a year and month run together, and roman numerals.

## References
- ISO 8601-1:2019, 5.2 (calendar date); ISO 8601-2:2019, 8 (unspecified digits); Crossref: dates
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, rule
from scholint.checks.values.text import is_empty
from scholint.seeds.words import placeholders

_YEAR = r"(?:^|\D)\d{4}(?:\D|$)"
_JOINED = r"^\s*((?:1[5-9]|20)\d\d)(\d\d)(\d\d)(?:\.0)?\s*$"
_OPEN = r"(?i)(?:^|\D)(?:1\d|20)(?:\d[-?xu]|[-?xu]{2})(?:\W|$)"
_EXPLAINED = (
    r"(?i)^\W*(?:(?:in|under) (?:press|print|review|preparation)|forthcoming|to appear|to be published|submitted|accepted|undated"
    r"|(?:published )?(?:online(?: first)?|ahead of print|early (?:access|view))|n\. ?d\.?|s\. ?[af]\.?|s\. ?d\.?|o\. ?j\.?"
    r"|(?:19|20)\d\d(?:0[1-9]|1[0-2])|[mdclxvi]{3,})\W*$|\d年"
)


@rule(
    code="DAT001",
    severity="error",
    fields=["published", "year"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "published": "20210511"},
    good={"title": "A study of tides", "doi": "10.1000/1", "published": "Spring 2021"},
)
def unparsable_date() -> list[Check]:
    """Look for a year; run-together dates are read where month and day are possible."""
    return [_check(name) for name in ("published", "year")]


def _check(name: str) -> Check:
    value = pl.col(name)
    dated = value.str.replace(_JOINED, "$1-$2-$3")
    possible = (
        value.str.contains(_JOINED)
        & dated.str.strip_chars().str.to_date("%Y-%m-%d", strict=False).is_not_null()
    )
    nothing = (
        value.str.strip_chars()
        .str.to_lowercase()
        .is_in([w for words in placeholders().values() for w in words])
    )
    beside = (
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
        & ~nothing
        & ~beside
        & ~value.str.contains(r"^0+$"),
        message=pl.format(
            "{} {}",
            quoted(name),
            pl.when(possible)
            .then(pl.lit("is a date without its hyphens, which many programs take for a number"))
            .otherwise(pl.lit("is not written as a date that shows its year")),
        ),
        fix=Fix(value=pl.when(possible).then(dated.str.strip_chars()), safe=True),
    )
