"""An abstract of a few words.

## Why it matters
It counts as an abstract and says nothing.

## How to fix
Fetch the abstract by the DOI, or empty the field.

## What is not flagged
Fewer than 30 letters, or fewer than 10 in scripts that write words as one sign. An abstract that is the
title is `ABS003`, one that says that there is none `ABS005`, a word for nothing `EMP010`.

## References
- Crossref: abstracts, https://www.crossref.org/documentation/principles-practices/best-practices/abstracts/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.rule import Check, Scan, rule
from scholint.seeds.words import placeholders

_SHORT = 200


@rule(
    code="ABS007",
    severity="warning",
    fields=["abstract"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "abstract": "Tides."},
    good={
        "title": "A study of tides",
        "doi": "10.1000/1",
        "abstract": "潮汐是海水在月球和太阳引力作用下的周期性运动。",
    },
)
def abstract_too_short(*, least: int = 30) -> Check:
    """Count the letters of short texts."""
    short = pl.col("abstract").str.len_chars() <= _SHORT
    near = pl.when(short).then(pl.col("abstract")).otherwise(pl.lit(""))
    text = near.str.replace_all(r"<[^<>]*>", "").str.replace_all(r"[^\pL\pN]+", "")
    dense = text.str.contains(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")
    length = text.str.len_chars()
    word = near.str.strip_chars().str.to_lowercase()
    return Check(
        field="abstract",
        violates=(length > 0)
        & (length < pl.when(dense).then(least // 3).otherwise(least))
        & (text.str.to_lowercase() != pl.col("title_key"))
        & ~word.is_in([w for words in placeholders().values() for w in words])
        & ~near.str.contains(
            r"(?i)abstract|resum|available|withdrawn|retracted|copyright|©|click|cookie|description|is missing|^\W*(?:summary|zusammenfassung|riassunto|özet|аннотация|摘\s*要|초록|editorial|letter|book review|to the editors?|extract)\W*$|^\W*:un[a-z]{2}\b"
        ),
        message=pl.format("the abstract has {} letters and digits", length),
        scan=Scan(prefilter=short),
    )
