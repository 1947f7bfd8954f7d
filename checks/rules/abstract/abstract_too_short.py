"""Abstract is only a few words long.

## Why it matters
The field counts as filled but does not describe the work.

## How to fix
Use the DOI to fetch the abstract, or clear the field.

## What is not flagged
- Abstracts with at least 30 letters and digits (option `least`). In Chinese, Japanese, and Korean, a third of this
  number is enough.
- Abstracts that repeat the title (reported by ABS003).
- Boilerplate such as `No abstract available` (reported by ABS005).
- Placeholders such as `N/A` (reported by EMP010).

## Options
- `least`: minimum number of letters and digits.

## References
- Crossref, abstracts, https://www.crossref.org/documentation/principles-practices/best-practices/abstracts/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.rule import Check, Scan, rule
from scholint.checks.values.absent import is_placeholder

# Maximum number of characters. Longer abstracts have enough letters in every script.
_SHORT = 200
# ABS005 reports these: boilerplate, labels without text, kinds of articles, and DataCite's codes for missing values.
_WORDS = "abstract|resum|available|withdrawn|retracted|copyright|©|click|cookie|description|is missing"
_ALONE = r"summary|zusammenfassung|riassunto|özet|аннотация|摘\s*要|초록|editorial|letter|book review|to the editors?|extract"
_BOILERPLATE = rf"(?i){_WORDS}|^\W*(?:{_ALONE})\W*$|^\W*:un[a-z]{{2}}\b"


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
    """Return a check that flags abstracts with fewer than `least` letters and digits.

    In Chinese, Japanese, and Korean, a third of `least` is enough.
    """
    short = pl.col("abstract").str.len_chars() <= _SHORT
    near = pl.when(short).then(pl.col("abstract")).otherwise(pl.lit(""))
    text = near.str.replace_all(r"<[^<>]*>", "").str.replace_all(r"[^\pL\pN]+", "")
    dense = text.str.contains(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")
    length = text.str.len_chars()
    expected = pl.when(dense).then(least // 3).otherwise(least)
    return Check(
        field="abstract",
        violates=(length > 0)
        & (length < expected)
        & (text.str.to_lowercase() != pl.col("title_key"))
        & ~is_placeholder(near)
        & ~near.str.contains(_BOILERPLATE),
        message=pl.format("abstract has {} letters and digits, expected at least {}", length, expected),
        scan=Scan(prefilter=short),
    )
