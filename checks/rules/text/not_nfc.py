"""Letters written in parts: a base letter and a combining accent where one character exists.

## Why it matters
`é` in two parts is not found by searching for `é`.

## How to fix
Write the text in Unicode's form NFC.

## Fix safety
Safe: both forms are canonically equivalent.

## What is not flagged
Vietnamese and Indic text pass when NFC leaves them as they are. CJK compatibility characters, which NFC
would replace, pass, since names are written with them on purpose.

## References
- Unicode Standard Annex 15 (normalization forms)
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, Scan, rule
from scholint.checks.values.text import first_matching

_PARTS = r"[\x{0300}-\x{036F}\x{0653}-\x{0655}\x{3099}\x{309A}\x{1100}-\x{11FF}]|[\x{212A}\x{212B}\x{2126}\x{0340}\x{0341}\x{1F71}\x{1F73}\x{1F75}\x{1F77}\x{1F79}\x{1F7B}\x{1F7D}]"


@rule(
    code="TXT006",
    severity="info",
    fields=["title", "abstract", "journal", "authors"],
    since="0.1.0",
    bad={"title": "Café and tides", "doi": "10.1000/1"},
    good={"title": "Café and tides", "doi": "10.1000/1"},
)
def not_nfc() -> list[Check]:
    """Look at every field that people read."""
    return [_check(name) for name in ("title", "abstract", "journal", "authors")]


def _check(name: str) -> Check:
    value = first_matching(name, _PARTS)
    mended = value.str.normalize("NFC")
    return Check(
        field=name,
        violates=(mended != value) & ~value.str.contains(r"[\x{F900}-\x{FAFF}]"),
        message=pl.format(
            "a letter is not in its composed form in {}",
            quoted(value.str.extract(rf"(\S*(?:{_PARTS})\S*)", 1)),
        ),
        value=value,
        fix=Fix(value=mended, safe=True),
        scan=Scan(every_entry=True, prefilter=_PARTS),
    )
