"""Text contains extra whitespace, line breaks, or nonstandard spaces.

## Why it matters
Copies of the same text differ, so comparisons fail.

## How to fix
Write a single space between words.

## Fix safety
Safe, since the words do not change, with two exceptions. The fix is unsafe if a title or a journal contains an empty line,
since a formula may have been lost there. It is also unsafe if an author name contains a line break, since the line break
may separate several names.

## What is not flagged
- Abstracts, in which line breaks separate paragraphs.
- No-break spaces before `:;!?»` and after `«`, as in French typography.
- No-break spaces next to digits.
- Ideographic spaces in Chinese, Japanese, and Korean text.
- Text that was decoded with the wrong encoding (reported by TXT001). A no-break space may be half of a letter there.
- Fields that contain only whitespace (reported by EMP011).

## References
- The Unicode Standard, 6.2 (space characters)
"""

from __future__ import annotations

import polars as pl

from scholint.checks.contract import RECORDS
from scholint.checks.message import TEXT_LABELS, named_character
from scholint.checks.rule import Check, Fix, Scan, rule
from scholint.checks.values.encodings import BROKEN
from scholint.checks.values.text import first_matching

_AT_ENDS = r"^\s|\s$"
_CHARACTERS = r"\s{2,}|[\t\r\n\x{0B}\x{0C}\x{85}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{205F}\x{3000}]"
# A no-break space, except next to digits and where French typography requires one.
_NO_BREAK = r"[^«\d][\x{A0}\x{202F}][^:;!?»%\d]"
_ODD = f"{_AT_ENDS}|{_CHARACTERS}|{_NO_BREAK}"
_ODD_AMONG = _ODD.replace(_AT_ENDS, r"(?:^|\x1f)\s|\s(?:\x1f|$)")

_CJK = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\x{3001}-\x{303F}\x{30FC}\x{FF00}-\x{FFEF}]"
_IDEOGRAPHIC = rf"{_CJK}\x{{3000}}|\x{{3000}}{_CJK}"


@rule(
    code="TXT005",
    severity="info",
    fields=["title", "journal", "authors"],
    since="0.1.0",
    bad={"title": " A study  of tides", "doi": "10.1000/1"},
    good={"title": "Les marées : une étude", "doi": "10.1000/1"},
)
def white_space() -> list[Check]:
    """Return checks that flag unusual whitespace, one for each field."""
    return [_check(name) for name in ("title", "journal", "authors")]


def _check(name: str) -> Check:
    # The names are joined by a character that is not whitespace, because the pattern matches all whitespace.
    among = (
        pl.col(name).list.join("\x1f").str.contains(_ODD_AMONG)
        if isinstance(RECORDS.schema[name], pl.List)
        else None
    )
    value = first_matching(name, _ODD)
    fixed = value.str.replace_all(r"\s+", " ").str.strip_chars()
    # Python is called once per finding, not once per record.
    odd = value.str.extract(r"([^\S\x{20}])", 1).map_elements(named_character, return_dtype=pl.String)
    label = TEXT_LABELS[name]
    return Check(
        field=name,
        violates=value.str.contains(_ODD)
        & value.str.contains(r"\S")
        & (fixed != value)
        & ~value.str.contains(_IDEOGRAPHIC)
        & ~value.str.contains(r"[ÃÂÅ][\x{A0}\x{202F}]")
        & ~value.str.contains(BROKEN),
        message=pl.when(value.str.contains(r"^\s|\s$"))
        .then(pl.lit(f"{label} has leading or trailing whitespace"))
        .when(value.str.contains(r"[\n\r]"))
        .then(pl.lit(f"{label} contains a line break"))
        .when(value.str.contains(r"\s{2}"))
        .then(pl.lit(f"{label} contains repeated whitespace"))
        .otherwise(pl.format(f"{label} contains {{}} instead of a space", odd)),
        value=value,
        fix=Fix(value=fixed, safe=~value.str.contains(r"\n" if name == "authors" else r"\n\s*\n")),
        scan=Scan(every_entry=True, prefilter=_ODD if among is None else among),
    )
