"""A page, volume or issue put together from nothing: `n/a-n/a`, `--`, `12-`, `--`.

## Why it matters
It is printed in citations as it stands.

## How to fix
Empty the field, or fetch the value by the DOI.

## Fix safety
Safe: the field is emptied, and only where nothing in it could be read. A number without its partner has no fix.

## What is not flagged
A single word for nothing is `EMP010`, marks alone such as `()` are `EMP011`. `x-xx` are roman numbers. A double dash between two numbers is BibTeX's way of writing a range,
and is `PAG007`. `123-` is told, `123+` (and the following, discontinuous) passes.

## References
- Crossref: `<pages>` and article numbers, https://www.crossref.org/documentation/schema-library/markup-guide-record-types/journals-and-articles/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, rule

_NOTHING = r"(?:n/?a|undefined|null|none|nan|\[object object\]|\?+|x{4,})"
_PAIR = rf"(?i)^\s*(?:{_NOTHING}\s*[-–—,:/]+\s*{_NOTHING}?|[-–—]{{2,3}}|no\.?|vol\.?|pp\.)\s*$"
_HALF = rf"(?i)^\s*(?:\d+\s*[-–—]+\s*{_NOTHING}|{_NOTHING}\s*[-–—]+\s*\d+)\s*$"
_NO_END = r"(?i)^\s*[es]?\d+\s*[-–—]+\s*$"
_NO_START = r"(?i)^\s*[-–—]+\s*[es]?\d+\s*$"


@rule(
    code="PAG002",
    severity="warning",
    fields=["pages", "volume", "issue"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "pages": "n/a-n/a"},
    good={"title": "A study of tides", "doi": "10.1000/1", "pages": "123+"},
)
def malformed_pages() -> list[Check]:
    """Match parts that are missing or stand for nothing."""
    return [_check(name) for name in ("pages", "volume", "issue")]


def _check(name: str) -> Check:
    value = pl.col(name)
    nothing = value.str.contains(_PAIR)
    no_end, no_start = value.str.contains(_NO_END), value.str.contains(_NO_START)
    return Check(
        field=name,
        violates=nothing | no_end | no_start | value.str.contains(_HALF),
        message=pl.when(no_end)
        .then(pl.format("{} is a range without an end", quoted(name)))
        .when(no_start)
        .then(pl.format("{} is a range without a start", quoted(name)))
        .otherwise(pl.format("{} is put together from nothing", quoted(name))),
        fix=Fix(value=pl.when(nothing).then(pl.lit("")), safe=True),
    )
