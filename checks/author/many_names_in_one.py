"""Several people in one author entry.

## Why is this bad?
They are found by no name, and count as one.

## How to mend
Split the entry at its separators.

## Known limits
Separated by `;`, by `and` between two full names, or by commas where these cannot stand between the parts of one
name: after initials (`Lis, A., Rey, B.`, `Lis A., Rey B.`), or five and more. `Last, First`, `Last, First, Jr.`, Spanish double surnames with `y`, groups
and offices (`X and Y Consortium`, `Fish and Wildlife Service`) and places of work pass. A field that the source
writes as one string is split by its reader. There is no proposal, since one entry would have to become several.

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
# `Lis, A., Rey, B.`; `Lis A., Rey B.`; `A. Lis, B. Rey, …`; `Lis, Anna, Rey, Bela, …`, of six parts at least.
_COMMAS = (
    r"^(?:\p{Lu}[\pL'’ -]+,? (?:\p{Lu}\.[\s-]?){1,3},\s*)+\p{Lu}[\pL'’ -]+,? (?:\p{Lu}\.[\s-]?){1,3},?$|^(?:\p{Lu}[\pL'’ -]+,\s*(?:\p{Lu}\.[\s-]?){1,3},\s*){2,}|^(?:(?:\p{Lu}\.[\s-]?){1,3}\p{Lu}[\pL'’ -]+,\s*){2,}"
    r"|^\p{Lu}[\pL'’ .-]+(?:,\s\p{Lu}[\pL'’ .-]+){5,}$"
)
_HINT = r";|,[^,\n]*,|\.,|\s(?:and|&|und|et)\s"
_GROUP = (
    r"(?i)group|consort|collab|team|network|societ|associat|committee|institut|universi|cent(?:er|re)|minist|department|office|agenc|council|investigators|project|\bfor\b|\bof\b|on behalf|study|program|&\pL+;"
    r"|service|administrat|authorit|\bboard|bureau|survey|museum|garden|trust\b|foundation|\bfund|\bpress\b|publish|\bbank\b|compan|corporat|\b(?:inc|ltd|llc|gmbh|co)\b|division|\bunit\b|college|academy|librar|laborator|hospital|union\b|federation|organi[sz]ation|alliance|initiative|commission|national|international|european|royal|united"
)


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
    joined = rf"{_SEMICOLONS}|{_AND}|{_COMMAS}"
    value = first_matching("authors", joined, _HINT)
    group = value.str.contains(_GROUP)
    return Check(
        field="authors",
        violates=value.str.contains(joined) & ~group,
        message=pl.format("several names in one entry: {}", quoted(value)),
        value=value,
    )
