"""Title contains the same text twice.

## Why it matters
Two fields were joined or one was pasted twice, and the title matches nothing elsewhere.

## How to fix
Keep one half.

## What is not flagged
- Repeated texts of fewer than 12 letters (option `least`): `Location, location`. In scripts with one character per word,
  such as Chinese, the minimum is 6.
- Texts that differ in more than punctuation and letter case, such as a title in two languages.

## Options
- `least`: minimum number of letters in the repeated text.

## References
- Crossref metadata best practices, https://www.crossref.org/documentation/principles-practices/best-practices/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.rule import Check, rule


@rule(
    code="TTL011",
    severity="warning",
    fields=["title"],
    since="0.1.0",
    bad={"title": "A study of tides: A study of tides", "doi": "10.1000/1"},
    good={"title": "Estudio de mareas = A study of tides", "doi": "10.1000/1"},
)
def title_repeats_itself(*, least: int = 12) -> Check:
    """Return a check that flags titles whose first and second halves have the same letters."""
    key = pl.col("title_key")
    half = key.str.len_chars() // 2
    once = key.str.slice(0, half)
    return Check(
        field="title",
        violates=(key.str.len_bytes() >= 2 * least)
        & (half >= least // 2)
        & (key.str.len_chars() % 2 == 0)
        & (once == key.str.slice(half))
        & ~pl.col("title").str.contains(r"\pL['’]s\s"),
        message="title contains the same text twice",
    )
