"""A replacement character, or a question mark inside a word where a letter was.

## Why it matters
A letter is lost for good: the name or the word can no longer be found.

## How to fix
Fetch the text from its source again; the letter cannot be guessed.

## What is not flagged
A question mark counts only between small letters of one word, in titles, journals and names; in abstracts, where a
space is often missing after a question, only the replacement character U+FFFD is looked for.

## References
- The Unicode Standard, 23.8 (U+FFFD)
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Scan, rule
from scholint.checks.values.text import first_matching

_LOST = r"\x{FFFD}"
_ASKED = r"\p{Ll}\?\p{Ll}"
# A star at the end of a title becomes `x`, behind a question mark of its own.
_STAR = r"\?x$"
_WORD = r"(?:^|[\s(])(\pL[\pL'’.-]*(?:\?\p{Ll}[\pL'’.-]*)+)(?:[\s,;:).]|$)"


@rule(
    code="TXT004",
    severity="warning",
    fields=["title", "abstract", "journal", "authors"],
    since="0.1.0",
    bad={"title": "Die Universit?t im Krieg", "doi": "10.1000/1"},
    good={"title": "Why? How? A study of tides", "doi": "10.1000/1"},
)
def replacement_character() -> list[Check]:
    """Look at every field that people read."""
    return [_check(name) for name in ("title", "abstract", "journal", "authors")]


def _check(name: str) -> Check:
    pattern = _LOST if name == "abstract" else f"{_LOST}|{_ASKED}"
    value = first_matching(name, pattern)
    asked = (
        value.str.contains(_ASKED) & value.str.contains(_WORD) & ~value.str.contains(_STAR)
        if name != "abstract"
        else pl.lit(value=False)
    )
    piece = pl.coalesce(value.str.extract(r"(\S*\x{FFFD}\S*)", 1), value.str.extract(_WORD, 1))
    return Check(
        field=name,
        violates=value.str.contains(_LOST) | asked,
        message=pl.format("a character is lost in {}", quoted(piece)),
        value=value,
        scan=Scan(prefilter=pattern),
    )
