"""A field that is filled, but only with punctuation or invisible characters.

## Why it matters
It counts as filled and says nothing; invisible characters cannot even be seen.

## How to fix
Empty the field, and find out why the source had nothing.

## Fix safety
Safe: the field is emptied (null in JSON, an empty cell in a table), and nothing in it could be read.

## What is not flagged
White space alone counts as empty, and is told by the rules about empty fields. A dash or a question mark alone is
`EMP010`. Titles made of marks alone exist in art and in logic: a title passes if it shows anything at all.

## References
- Unicode Standard, 4.5 (general categories P, S, Cf, Z)
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, rule
from scholint.checks.values.doi import INVISIBLE
from scholint.checks.values.text import keep_matching
from scholint.seeds.words import placeholders

_FIELDS = ("title", "abstract", "journal", "publisher", "doi", "volume", "issue", "pages")
_NOTHING = rf"^(?:[\pP\pS\pZ\pC]|{INVISIBLE})+$"


@rule(
    code="EMP011",
    severity="warning",
    fields=["title", "abstract", "journal", "publisher", "doi", "volume", "issue", "pages"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "journal": "\u200b"},
    good={"title": "?!", "doi": "10.1000/1", "journal": "Tides"},
)
def blank_value() -> list[Check]:
    """Look for fields without a letter or digit of any script."""
    return [_check(name) for name in _FIELDS]


def _check(name: str) -> Check:
    value = keep_matching(pl.col(name), _NOTHING)
    shows = value.str.contains(r"[\pP\pS]")
    spoken = value.str.strip_chars().is_in([*placeholders()["dashes"], *placeholders()["machine"]])
    nothing = (value.str.strip_chars() != "") & ~spoken
    return Check(
        field=name,
        violates=nothing & ~shows if name == "title" else nothing,
        message=pl.format("the field holds nothing but marks: {}", quoted(name)),
        fix=Fix(value=pl.lit(""), safe=True, empties=True),
    )
