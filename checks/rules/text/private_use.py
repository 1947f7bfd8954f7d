"""Text contains private-use characters, which depend on one font.

## Why it matters
Readers see an empty box, or a different symbol in each font.

## How to fix
Get the text from its source again.

## What is not flagged
There are no exceptions. The rule does not know which symbol was meant, since that depends on the font.

## References
- The Unicode Standard, 23.5 (private-use characters)
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import TEXT_LABELS
from scholint.checks.rule import Check, Scan, rule
from scholint.checks.values.text import first_matching

_PRIVATE = r"[\x{E000}-\x{F8FF}\x{F0000}-\x{FFFFD}\x{100000}-\x{10FFFD}]"


@rule(
    code="TXT009",
    severity="warning",
    fields=["title", "abstract", "journal", "authors"],
    since="0.1.0",
    bad={"title": "Tides \uf061 and \uf062", "doi": "10.1000/1"},
    good={"title": "Tides α and β", "doi": "10.1000/1"},
)
def private_use() -> list[Check]:
    """Return checks that flag private-use characters, one for each field."""
    return [_check(name) for name in ("title", "abstract", "journal", "authors")]


def _check(name: str) -> Check:
    value = first_matching(name, _PRIVATE)
    # Python is called once per finding, not once per record.
    point = value.str.extract(f"({_PRIVATE})", 1).map_elements(
        lambda c: f"U+{ord(c):04X}", return_dtype=pl.String
    )
    return Check(
        field=name,
        violates=value.str.contains(_PRIVATE),
        message=pl.format(f"{TEXT_LABELS[name]} contains the private-use character {{}}", point),
        value=value,
        scan=Scan(prefilter=_PRIVATE),
    )
