"""Several people in one author entry.

## Why is this bad?
They are found by no name, and count as one.

## How to mend
Split the entry at its separators.

## Known limits
Separated by `;`, or by `and` between two full names, in an entry that is the only one. `Last, First`,
`Last, First, Jr.`, Spanish double surnames with `y`, and groups (`X and Y Consortium`) pass. A field that
the source writes as one string is split by its reader.

## References
- Crossref: contributors, https://www.crossref.org/documentation/schema-library/markup-guide-metadata-segments/contributors/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.findings import quoted
from scholint.checks.rule import Check, rule
from scholint.checks.text_fields import first_matching

_SEMICOLONS = r"\pL[^;&]{2,};\s*\pL[^;]*\pL"
_AND = r"^[^;]*\p{Lu}\S*\s\p{Lu}\S+,? (?:and|&|und|et) \p{Lu}\S*\s\p{Lu}\S+"
_GROUP = r"(?i)group|consort|collab|team|network|society|association|committee|institut|universi|center|centre|ministry|department|office|agency|council|investigators|project|\bfor\b|\bof\b|on behalf|study|program|&\pL+;"


@rule(
    code="AUT006",
    severity="warning",
    fields=["authors"],
    since="0.1.0",
    bad={
        "title": "A study of tides",
        "doi": "10.1000/1",
        "authors": ["Lisowska, Anna; Rey, Bela; Ito, Chie"],
    },
    good={
        "title": "A study of tides",
        "doi": "10.1000/1",
        "authors": ["Lisowska, Anna", "Ortega y Gasset, José", "Tides and Waves Consortium"],
    },
)
def many_names_in_one() -> Check:
    """Match entries that hold separators between names."""
    value = first_matching("authors", rf"{_SEMICOLONS}|{_AND}")
    group = value.str.contains(_GROUP)
    return Check(
        field="authors",
        violates=(value.str.contains(_SEMICOLONS) | value.str.contains(_AND)) & ~group,
        message=pl.format("several names in one entry: {}", quoted(value)),
        value=value,
    )
