"""Given and family name in the wrong places, or the family name missing.

## Why it matters
The person is sorted and found under the given name.

## How to fix
Swap them back, or look the family name up.

## What is not flagged
Told only where the entry shows it: `A.B., Lisowska` has initials before the comma, `, Anna` nothing. A comma at the
end (`Madonna,`, `Lisowska,`) says little: people with one name have it too.

## References
- Crossref: contributors, https://www.crossref.org/documentation/schema-library/markup-guide-metadata-segments/contributors/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Scan, rule
from scholint.checks.values.text import first_matching

_SWAPPED = r"^\s*(?:\p{Lu}\.[\s-]?){1,3},\s*\p{Lu}\p{Ll}{2,}[\pL-]*\s*$"
_HALF = r"^\s*,\s*\pL[\pL\s.'-]*$"
_ANY = f"{_SWAPPED}|{_HALF}"


@rule(
    code="AUT007",
    severity="info",
    fields=["authors"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "authors": ["A. B., Lisowska"]},
    good={"title": "A study of tides", "doi": "10.1000/1", "authors": ["Lisowska, A. B."]},
)
def swapped_name() -> Check:
    """Match initials before the comma, and commas with nothing before them."""
    value = first_matching("authors", _ANY)
    return Check(
        field="authors",
        violates=value.str.contains(_ANY),
        message=pl.when(value.str.contains(_HALF))
        .then(pl.format("{} has no family name", quoted(value)))
        .otherwise(pl.format("{} has initials where the family name stands", quoted(value))),
        value=value,
        scan=Scan(prefilter=_ANY),
    )
