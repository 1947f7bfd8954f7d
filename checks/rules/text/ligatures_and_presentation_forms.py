"""Ligatures and presentation forms from print: `ﬁ`, fullwidth Latin, Arabic letters by their shape.

## Why it matters
`eﬃcient` is not found by searching for `efficient`.

## How to fix
Write the plain letters.

## Fix safety
Safe: the letters are the same by Unicode's compatibility mapping. Unsafe where `ﬂ` stands for `ﬁ` (`signiﬂcant`) or
`ﬁ` for `ff` (`eﬁect`).

## What is not flagged
Latin ligatures are told everywhere; fullwidth letters only where two stand together in a text without
Chinese, Japanese or Korean; Arabic presentation forms where three stand together. The Arabic ligature for a
honorific (U+FDFA and its kin) passes.

## References
- The Unicode Standard, 5.18, 9.2 (presentation forms)
"""

from __future__ import annotations

import unicodedata

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, Scan, rule
from scholint.checks.values.text import first_matching

_LATIN = r"[\x{FB00}-\x{FB06}]"
# No word has fl before another consonant; what is read as ﬂ was ﬁ, and as ﬁ was ff.
_MISREAD = (
    r"(?i)ﬂ[bcdfghjklmnpqrstvwxz]|iﬂe[drs]\b|\bﬂ(?:eld|ve\b)|\b(?:eﬁ(?:ect|ort)|diﬁer|oﬁer|aﬁect|suﬁer)"
)
_WIDE = r"[Ａ-Ｚａ-ｚ]{2}"
_ARABIC = r"[\x{FB50}-\x{FBB1}\x{FBD3}-\x{FD3D}\x{FE70}-\x{FEFC}]{3}"


@rule(
    code="TXT007",
    severity="info",
    fields=["title", "abstract", "journal", "authors"],
    since="0.1.0",
    bad={"title": "An eﬃcient study of tides", "doi": "10.1000/1"},
    good={"title": "Œuvres et mer", "doi": "10.1000/1"},
)
def ligatures_and_presentation_forms() -> list[Check]:
    """Look at every field that people read."""
    return [_check(name) for name in ("title", "abstract", "journal", "authors")]


def _check(name: str) -> Check:
    value = first_matching(name, f"{_LATIN}|{_WIDE}|{_ARABIC}")
    wide = value.str.contains(_WIDE) & ~value.str.contains(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")
    mended = value.map_elements(_plain, return_dtype=pl.String)
    return Check(
        field=name,
        violates=value.str.contains(_LATIN) | wide | value.str.contains(_ARABIC),
        message=pl.format(
            "a form of print stands for letters in {}",
            quoted(value.str.extract(rf"(\S*(?:{_LATIN}|{_WIDE}|{_ARABIC})\S*)", 1)),
        ),
        value=value,
        fix=Fix(value=mended, safe=~value.str.contains(_MISREAD)),
        scan=Scan(every_entry=True, prefilter=f"{_LATIN}|{_WIDE}|{_ARABIC}"),
    )


def _plain(text: str) -> str:
    """Return the text with these forms alone written out; a Python call a hit, not a record."""
    kept = ((c, unicodedata.normalize("NFKC", c)) for c in text)
    return "".join(
        plain if "\ufb00" <= c <= "\ufb06" or "\ufb50" <= c <= "\ufefc" or "\uff01" <= c <= "\uff5e" else c
        for c, plain in kept
    )
