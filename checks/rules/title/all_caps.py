"""A title in capitals only.

## Why it matters
It shouts in every list, hides acronyms and names, and sorts apart from the same title elsewhere.

## How to fix
Set it as the journal does. The proposal lowers everything but the first letter: names and acronyms need a
hand.

## Fix safety
Unsafe: names and acronyms lose their capitals.

## What is not flagged
Titles of fewer than three words of three letters, and scripts without case, pass; so do front matter and
the names of journal issues.

## References
- Crossref metadata best practices, https://www.crossref.org/documentation/principles-practices/best-practices/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, Scan, rule

_WORD = r"\b\p{Lu}{3,}\b"
_WORD_LONG = r"\b\p{Lu}{5,}\b"


@rule(
    code="TTL001",
    severity="warning",
    fields=["title"],
    since="0.1.0",
    bad={"title": "A STUDY OF TIDES IN ELEVEN HARBOURS", "doi": "10.1000/1"},
    good={"title": "DNA, RNA AND PCR", "doi": "10.1000/1"},
)
def all_caps(*, least_words: int = 3) -> Check:
    """Count words of capitals where there is no small letter."""
    title = pl.col("title")
    sentence = title.str.slice(0, 1) + title.str.slice(1).str.to_lowercase()
    return Check(
        field="title",
        when=~pl.col("is_matter") & ~pl.col("is_titleless"),
        violates=~title.str.contains(r"\p{Ll}")
        & (title.str.count_matches(_WORD) >= least_words)
        & (title.str.count_matches(_WORD_LONG) > 1),
        message=pl.format("the title is in capitals: {}", quoted("title")),
        fix=Fix(value=sentence),
        scan=Scan(prefilter=r"^\P{Ll}*$"),
    )
