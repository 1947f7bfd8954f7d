"""Text that was decoded with the wrong encoding: `Ã©` for `é`, `â€™` for an apostrophe.

## Why is this bad?
Names and words are broken for readers and for search; the damage spreads with every export.

## How to mend
Read the source again as UTF-8, or mend the text as proposed.

## Fix safety
Safe: the same bytes, decoded as they were written; what does not decode stays as it is.

## Known limits
Found by the pairs that UTF-8 leaves when read as Windows-1252 or Latin-1. Capitals that are right in Portuguese,
French or Vietnamese (`NÃO`, `Â`) pass, since a letter follows them, and so do marks behind a letter with an
accent (`liberté »`, `160 Å³`, `AMANHÃ”`).

## References
- The Unicode Standard, 3.9 (UTF-8); WHATWG Encoding Standard (windows-1252)
"""

from __future__ import annotations

import polars as pl

from scholint.checks.encodings import BROKEN, decoded_again
from scholint.checks.findings import quoted
from scholint.checks.rule import Check, Fix, rule
from scholint.checks.text_fields import first_matching

_AROUND = rf"(\S{{0,20}}(?:{BROKEN})\S{{0,20}})"


@rule(
    code="TXT001",
    severity="warning",
    fields=["title", "abstract", "journal", "authors"],
    since="0.1.0",
    bad={"title": "PegelstÃ¤nde in MÃ¼nchen", "doi": "10.1000/1"},
    good={"title": "EDUCAÇÃO E POPULAÇÃO", "doi": "10.1000/1"},
)
def mojibake() -> list[Check]:
    """Look at every field that people read."""
    return [_check(name) for name in ("title", "abstract", "journal", "authors")]


def _check(name: str) -> Check:
    value = first_matching(name, BROKEN)
    # A Python call a hit, not a record: only what was found broken is mended.
    mended = value.map_elements(decoded_again, return_dtype=pl.String)
    return Check(
        field=name,
        glance=BROKEN,
        violates=value.str.contains(BROKEN),
        message=pl.format("{} was decoded with the wrong encoding", quoted(value.str.extract(_AROUND, 1))),
        value=value,
        fix=Fix(value=pl.when(mended != value).then(mended), safe=True),
    )
