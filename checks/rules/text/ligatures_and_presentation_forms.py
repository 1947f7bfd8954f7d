"""Text contains ligatures, fullwidth letters, or Arabic presentation forms.

## Why it matters
A search for `efficient` does not find `eﬃcient`.

## How to fix
Replace the characters with ordinary letters.

## Fix safety
Safe, since Unicode defines the ordinary letters of each of these characters. Unsafe in words with a ligature that is
probably wrong: `ﬂ` instead of `ﬁ` (`signiﬂcant`), or `ﬁ` instead of `ff` (`eﬁect`).

## What is not flagged
- Fullwidth letters in Chinese, Japanese, or Korean text.
- Single fullwidth letters.
- Fewer than three Arabic presentation forms in a row.
- Arabic honorifics of one character, such as U+FDFA.
- `œ` and `æ`, which are letters.

## References
- The Unicode Standard, 5.18 and 9.2 (presentation forms)
"""

from __future__ import annotations

import unicodedata

import polars as pl

from scholint.checks.message import TEXT_LABELS, named_character, quoted
from scholint.checks.rule import Check, Fix, Scan, rule
from scholint.checks.values.text import first_matching

_LIGATURE = r"[\x{FB00}-\x{FB06}]"
# No word has `fl` before one of these consonants, so this `ﬂ` was `ﬁ`. In the words at the end, `ﬁ` was `ff`.
_MISREAD = (
    r"(?i)ﬂ[bcdfghjklmnpqrstvwxz]|iﬂe[drs]\b|\bﬂ(?:eld|ve\b)|\b(?:eﬁ(?:ect|ort)|diﬁer|oﬁer|aﬁect|suﬁer)"
)
_FULLWIDTH = r"[Ａ-Ｚａ-ｚ]{2}"
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
    """Return checks that flag ligatures, fullwidth letters, and Arabic presentation forms, one for each field."""
    return [_check(name) for name in ("title", "abstract", "journal", "authors")]


def _check(name: str) -> Check:
    value = first_matching(name, f"{_LIGATURE}|{_FULLWIDTH}|{_ARABIC}")
    wide = value.str.contains(_FULLWIDTH) & ~value.str.contains(
        r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]"
    )
    # Python is called once per finding, not once per record.
    ligature = value.str.extract(f"({_LIGATURE})", 1).map_elements(named_character, return_dtype=pl.String)
    fixed = value.map_elements(_plain, return_dtype=pl.String)
    return Check(
        field=name,
        violates=value.str.contains(_LIGATURE) | wide | value.str.contains(_ARABIC),
        message=pl.when(value.str.contains(_LIGATURE))
        .then(_message(name, "the ligature {} instead of separate letters", value, _LIGATURE, ligature))
        .when(wide)
        .then(_message(name, "fullwidth letters instead of ASCII letters", value, _FULLWIDTH))
        .otherwise(_message(name, "Arabic presentation forms instead of standard letters", value, _ARABIC)),
        value=value,
        fix=Fix(value=fixed, safe=~value.str.contains(_MISREAD)),
        scan=Scan(every_entry=True, prefilter=f"{_LIGATURE}|{_FULLWIDTH}|{_ARABIC}"),
    )


def _message(name: str, what: str, value: pl.Expr, pattern: str, *parts: pl.Expr) -> pl.Expr:
    """Return the message (String): `what` the text contains, and the first word of `value` that matches `pattern`."""
    word = value.str.extract(rf"(\S*(?:{pattern})\S*)", 1)
    return pl.format(f"{TEXT_LABELS[name]} contains {what} in {{}}", *parts, quoted(word))


def _plain(text: str) -> str:
    """Return the text with ligatures, fullwidth characters, and Arabic presentation forms replaced by ordinary letters."""
    kept = ((c, unicodedata.normalize("NFKC", c)) for c in text)
    return "".join(
        plain if "\ufb00" <= c <= "\ufb06" or "\ufb50" <= c <= "\ufefc" or "\uff01" <= c <= "\uff5e" else c
        for c, plain in kept
    )
