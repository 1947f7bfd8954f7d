"""Text contains letters that are not in composed form (Unicode NFC).

## Why it matters
A search for `é` as one character does not find `é` written as two.

## How to fix
Normalize the text to NFC.

## Fix safety
Safe. Both forms are canonically equivalent.

## What is not flagged
- Combining accents that have no composed form with their letter. NFC does not change them.
- Text with CJK compatibility characters. NFC would replace these characters, but some names contain them on purpose.

## References
- Unicode Standard Annex 15, Unicode Normalization Forms
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import TEXT_LABELS, quoted
from scholint.checks.rule import Check, Fix, Scan, rule
from scholint.checks.values.text import first_matching

_COMBINING = r"[\x{0300}-\x{036F}\x{0653}-\x{0655}\x{3099}\x{309A}\x{1100}-\x{11FF}]"
# Characters that NFC replaces with another character: the kelvin, ångström, and ohm signs, and Greek vowels with an accent.
_REPLACED = (
    r"[\x{212A}\x{212B}\x{2126}\x{0340}\x{0341}\x{1F71}\x{1F73}\x{1F75}\x{1F77}\x{1F79}\x{1F7B}\x{1F7D}]"
)
_PARTS = f"{_COMBINING}|{_REPLACED}"


@rule(
    code="TXT006",
    severity="info",
    fields=["title", "abstract", "journal", "authors"],
    since="0.1.0",
    bad={"title": "Café and tides", "doi": "10.1000/1"},
    good={"title": "Café and tides", "doi": "10.1000/1"},
)
def not_nfc() -> list[Check]:
    """Return checks that flag letters that are not in composed form (Unicode NFC), one for each field."""
    return [_check(name) for name in ("title", "abstract", "journal", "authors")]


def _check(name: str) -> Check:
    value = first_matching(name, _PARTS)
    fixed = value.str.normalize("NFC")
    return Check(
        field=name,
        violates=(fixed != value) & ~value.str.contains(r"[\x{F900}-\x{FAFF}]"),
        message=pl.format(
            f"{TEXT_LABELS[name]} contains a letter that is not in composed form (Unicode NFC): {{}}",
            quoted(value.str.extract(rf"(\S*(?:{_PARTS})\S*)", 1)),
        ),
        value=value,
        fix=Fix(value=fixed, safe=True),
        scan=Scan(every_entry=True, prefilter=_PARTS),
    )
