"""Text contains a replacement character (U+FFFD), or `?` in place of a letter.

## Why it matters
A letter is lost, so the name or word can no longer be found.

## How to fix
Get the text from its source again. The text itself does not show which letter was lost.

## What is not flagged
- Question marks that are not between two lowercase letters of a word.
- Question marks in abstracts, since abstracts often lack the space after a question. U+FFFD is flagged there.

## References
- The Unicode Standard, 23.8 (U+FFFD)
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import TEXT_LABELS, quoted
from scholint.checks.rule import Check, Scan, rule
from scholint.checks.values.text import first_matching

_REPLACEMENT = r"\x{FFFD}"
_INSIDE_WORD = r"\p{Ll}\?\p{Ll}"
# A question mark and an asterisk at the end of a title. The asterisk became an `x`.
_ASTERISK = r"\?x$"
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
    """Return checks that flag replacement characters, and question marks inside words, one for each field."""
    return [_check(name) for name in ("title", "abstract", "journal", "authors")]


def _check(name: str) -> Check:
    pattern = _REPLACEMENT if name == "abstract" else f"{_REPLACEMENT}|{_INSIDE_WORD}"
    value = first_matching(name, pattern)
    question_mark = (
        value.str.contains(_INSIDE_WORD) & value.str.contains(_WORD) & ~value.str.contains(_ASTERISK)
        if name != "abstract"
        else pl.lit(value=False)
    )
    piece = pl.coalesce(value.str.extract(r"(\S*\x{FFFD}\S*)", 1), value.str.extract(_WORD, 1))
    return Check(
        field=name,
        violates=value.str.contains(_REPLACEMENT) | question_mark,
        message=pl.format(f"{TEXT_LABELS[name]} has lost a character in {{}}", quoted(piece)),
        value=value,
        scan=Scan(prefilter=pattern),
    )
