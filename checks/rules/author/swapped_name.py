"""Author entry has given and family name swapped, or no family name.

## Why it matters
The person is sorted and searched under the given name.

## How to fix
Swap the names, or look up the family name.

## What is not flagged
- Swapped names without initials, because the entry does not show which name is the family name. The rule flags only
  initials before the comma (`A. B., Lisowska`), and a comma without a name before it (`, Anna`).
- A comma at the end (`Madonna,`), because sources also write single names this way.

## References
- Crossref, contributors, https://www.crossref.org/documentation/schema-library/markup-guide-metadata-segments/contributors/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Scan, rule
from scholint.checks.values.text import first_matching

_SWAPPED = r"^\s*(?:\p{Lu}\.[\s-]?){1,3},\s*\p{Lu}\p{Ll}{2,}[\pL-]*\s*$"
_NO_FAMILY_NAME = r"^\s*,\s*\pL[\pL\s.'-]*$"
_ANY = f"{_SWAPPED}|{_NO_FAMILY_NAME}"


@rule(
    code="AUT007",
    severity="info",
    fields=["authors"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "authors": ["A. B., Lisowska"]},
    good={"title": "A study of tides", "doi": "10.1000/1", "authors": ["Lisowska, A. B."]},
)
def swapped_name() -> Check:
    """Return a check that flags authors with initials before the comma, or with no name before it."""
    value = first_matching("authors", _ANY)
    return Check(
        field="authors",
        violates=value.str.contains(_ANY),
        message=pl.when(value.str.contains(_NO_FAMILY_NAME))
        .then(pl.format("author {} has no family name", quoted(value)))
        .otherwise(pl.format("author {} has initials in place of the family name", quoted(value))),
        value=value,
        scan=Scan(prefilter=_ANY),
    )
