"""Text contains bidirectional control characters that change its display order.

## Why it matters
The displayed text differs from the stored text, so a name or link can be disguised.

## How to fix
Remove the characters.

The right-to-left override (U+202E) is an error. All other characters are warnings, since most of them were left behind
by word processors.

## Fix safety
Safe in text without right-to-left letters. Unsafe in Arabic, Persian, Hebrew, and Urdu text, where the display order
may change.

## What is not flagged
- Embeddings and isolates in text with right-to-left letters, if each of them is closed. Overrides are always flagged.
- Left-to-right and right-to-left marks (reported by TXT003).

## References
- Unicode Standard Annex 9, Unicode Bidirectional Algorithm
- Unicode Technical Report 36, Unicode Security Considerations
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import TEXT_LABELS, named_character
from scholint.checks.rule import Check, Fix, Scan, rule
from scholint.checks.values.text import first_matching

_ANY = r"[\x{202A}-\x{202E}\x{2066}-\x{2069}]"
_RIGHT_TO_LEFT = r"[\x{0590}-\x{08FF}\x{FB1D}-\x{FEFC}]"
_OVERRIDE = r"[\x{202D}\x{202E}]"


@rule(
    code="TXT010",
    severity="error",
    fields=["title", "abstract", "journal", "authors"],
    since="0.1.0",
    bad={"title": "A study \u202efo tides", "doi": "10.1000/1"},
    good={"title": "دراسة \u202aTides\u202c المد", "doi": "10.1000/1"},
)
def bidirectional_control() -> list[Check]:
    """Return checks that flag bidirectional control characters in text, one for each field."""
    return [_check(name) for name in ("title", "abstract", "journal", "authors")]


def _check(name: str) -> Check:
    value = first_matching(name, _ANY)
    # The message names an override before other characters, because it is the worst fault. Python is called once
    # per finding, not once per record.
    character = pl.coalesce(
        value.str.extract(f"({_OVERRIDE})", 1), value.str.extract(f"({_ANY})", 1)
    ).map_elements(named_character, return_dtype=pl.String)
    opened, closed = (
        value.str.count_matches(r"[\x{202A}-\x{202B}\x{202D}\x{202E}\x{2066}-\x{2068}]"),
        value.str.count_matches(r"[\x{202C}\x{2069}]"),
    )
    belongs = value.str.contains(_RIGHT_TO_LEFT) & (opened == closed) & ~value.str.contains(_OVERRIDE)
    return Check(
        field=name,
        violates=value.str.contains(_ANY) & ~belongs,
        severity=pl.when(value.str.contains(r"\x{202E}")).then(pl.lit("error")).otherwise(pl.lit("warning")),
        message=pl.format(
            f"{TEXT_LABELS[name]} contains a bidirectional control character that changes the display order: {{}}",
            character,
        ),
        value=value,
        fix=Fix(value=value.str.replace_all(_ANY, ""), safe=~value.str.contains(_RIGHT_TO_LEFT)),
        scan=Scan(every_entry=True, prefilter=_ANY),
    )
