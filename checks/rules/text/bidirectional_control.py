"""A bidirectional override or embedding: characters that turn the order of the text.

## Why it matters
An attack on readers: what is shown is not what is stored, a name or a link can be made to look like
another.

## How to fix
Take them out.

## Fix safety
Safe in text without letters that run from right to left; there the order may change, a proposal.

## What is not flagged
Overrides are told everywhere. Embeddings and isolates belong in Arabic, Persian, Hebrew and Urdu text, and
pass where such letters stand in the field and each one is closed; marks (LRM, RLM) pass there too
(`TXT003`). An embedding that holds nothing but Latin text is a remnant of a word processor, and a warning.

## References
- Unicode Standard Annex 9; Unicode Technical Report 36
"""

from __future__ import annotations

import polars as pl

from scholint.checks.rule import Check, Fix, Scan, rule
from scholint.checks.values.text import first_matching

_ANY = r"[\x{202A}-\x{202E}\x{2066}-\x{2069}]"
_HOME = r"[\x{0590}-\x{08FF}\x{FB1D}-\x{FEFC}]"
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
    """Look at every field that people read."""
    return [_check(name) for name in ("title", "abstract", "journal", "authors")]


def _check(name: str) -> Check:
    value = first_matching(name, _ANY)
    opened, closed = (
        value.str.count_matches(r"[\x{202A}-\x{202B}\x{202D}\x{202E}\x{2066}-\x{2068}]"),
        value.str.count_matches(r"[\x{202C}\x{2069}]"),
    )
    at_home = value.str.contains(_HOME) & (opened == closed) & ~value.str.contains(_OVERRIDE)
    return Check(
        field=name,
        violates=value.str.contains(_ANY) & ~at_home,
        severity=pl.when(value.str.contains(r"\x{202E}")).then(pl.lit("error")).otherwise(pl.lit("warning")),
        message="the text holds characters that turn its order",
        value=value,
        fix=Fix(value=value.str.replace_all(_ANY, ""), safe=~value.str.contains(_HOME)),
        scan=Scan(every_entry=True, prefilter=_ANY),
    )
