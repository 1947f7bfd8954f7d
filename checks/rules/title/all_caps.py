"""Title is all uppercase.

## Why it matters
Readers cannot recognize acronyms and names, and the title does not match the same title in normal letter case.

## How to fix
Write the title as the journal prints it. The unsafe fix changes all letters after the first one to lowercase. After it,
restore the capitals of names and acronyms by hand.

## Fix safety
Unsafe. Names and acronyms lose their capitals.

## What is not flagged
- Titles with fewer than three words of three or more letters (option `least_words`).
- Titles with fewer than two words of five or more letters, since they may consist of acronyms: `UNESCO AND THE IPCC`.
- Titles with at least one lowercase letter, and titles in scripts without letter case.
- Front matter, and names of journal issues.

## Options
- `least_words`: minimum number of words with three or more letters. Titles with fewer are not checked.

## References
- Crossref metadata best practices, https://www.crossref.org/documentation/principles-practices/best-practices/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, Scan, rule

_WORD = r"\b\p{Lu}{3,}\b"
# Acronyms are rarely longer than four letters.
_LONG_WORD = r"\b\p{Lu}{5,}\b"


@rule(
    code="TTL001",
    severity="warning",
    fields=["title"],
    since="0.1.0",
    bad={"title": "A STUDY OF TIDES IN ELEVEN HARBOURS", "doi": "10.1000/1"},
    good={"title": "DNA, RNA AND PCR", "doi": "10.1000/1"},
)
def all_caps(*, least_words: int = 3) -> Check:
    """Return a check that flags titles with several uppercase words and no lowercase letter."""
    title = pl.col("title")
    sentence = title.str.slice(0, 1) + title.str.slice(1).str.to_lowercase()
    return Check(
        field="title",
        when=~pl.col("is_matter") & ~pl.col("is_titleless"),
        violates=~title.str.contains(r"\p{Ll}")
        & (title.str.count_matches(_WORD) >= least_words)
        & (title.str.count_matches(_LONG_WORD) > 1),
        message=pl.format("title is all uppercase: {}", quoted("title")),
        fix=Fix(value=sentence),
        scan=Scan(prefilter=r"^\P{Ll}*$"),
    )
