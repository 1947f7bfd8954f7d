"""White space at the ends, doubled spaces, line breaks or no-break spaces inside.

## Why it matters
Two copies of one text differ by it, and comparisons fail.

## How to fix
Write one space between words.

## Fix safety
Safe: the words stay. Unsafe where a line is blank, since an element such as a formula was lost there, and where
a line ends inside a name, since lines may part several names.

## What is not flagged
Abstracts pass: there a line break is a paragraph. A no-break space is French typography before `:;!?»` and
after `«`, and passes there. The ideographic space is Chinese and Japanese typography.
Beside `Ã`, `Â` or `Å` a no-break space is half of a letter that was decoded wrongly; a text that is broken so is
`TXT001`, and its white space is looked at once it is mended.

## References
- The Unicode Standard, 6.2 (space characters)
"""

from __future__ import annotations

import polars as pl

from scholint.checks.contract import RECORDS
from scholint.checks.message import named_character
from scholint.checks.rule import Check, Fix, Scan, rule
from scholint.checks.values.encodings import BROKEN
from scholint.checks.values.text import first_matching

_ODD = r"^\s|\s$|\s{2,}|[\t\r\n\x{0B}\x{0C}\x{85}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{205F}\x{3000}]|[^«\d][\x{A0}\x{202F}][^:;!?»%\d]"
_ODD_AMONG = _ODD.replace(r"^\s|\s$", r"(?:^|\x1f)\s|\s(?:\x1f|$)")


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
    """Look at every field that people read."""
    return [_check(name) for name in ("title", "journal", "authors")]


def _check(name: str) -> Check:
    # Lists are joined by what is no white space, since a line's end is one of the marks.
    among = (
        pl.col(name).list.join("\x1f").str.contains(_ODD_AMONG)
        if isinstance(RECORDS.schema[name], pl.List)
        else None
    )
    value = first_matching(name, _ODD)
    mended = value.str.replace_all(r"\s+", " ").str.strip_chars()
    # A Python call a hit, not a record.
    odd = value.str.extract(r"([^\S\x{20}])", 1).map_elements(named_character, return_dtype=pl.String)
    return Check(
        field=name,
        violates=value.str.contains(_ODD)
        & value.str.contains(r"\S")
        & (mended != value)
        & ~value.str.contains(_IDEOGRAPHIC)
        & ~value.str.contains(r"[ÃÂÅ][\x{A0}\x{202F}]")
        & ~value.str.contains(BROKEN),
        message=pl.when(value.str.contains(r"^\s|\s$"))
        .then(pl.lit("white space stands at an end"))
        .when(value.str.contains(r"[\n\r]"))
        .then(pl.lit("a line ends inside the text"))
        .when(value.str.contains(r"\s{2}"))
        .then(pl.lit("white space is doubled"))
        .otherwise(pl.format("{} stands where a plain space is due", odd)),
        value=value,
        fix=Fix(value=mended, safe=~value.str.contains(r"\n" if name == "authors" else r"\n\s*\n")),
        scan=Scan(every_entry=True, prefilter=_ODD if among is None else among),
    )
