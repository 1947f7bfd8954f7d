"""Title is truncated.

## Why it matters
Readers and search miss the end, and the title no longer matches other copies.

## How to fix
Look up the title with the DOI.

The rule reports two cases:

- Warning: the title ends with an article, a preposition, or a single letter, and has exactly the length of a database
  column, such as 255 characters.
- Info: the title has at least 95 characters (option `least`) and ends with an ellipsis. Some authors end a title this
  way.

## What is not flagged
- Shorter titles that end with an ellipsis.
- Titles that end with punctuation and an ellipsis.
- Titles that end with a short answer to a question: `Is it the tide? No, but...`.

## Options
- `least`: minimum number of characters. Shorter titles that end with an ellipsis are not flagged.

## References
- Crossref metadata best practices, https://www.crossref.org/documentation/principles-practices/best-practices/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import last_words, quoted
from scholint.checks.rule import Check, Scan, rule

# Lengths at which database columns cut a text, such as VARCHAR(255).
_COLUMN_LENGTHS = [250, 254, 255, 256, 500, 512]
_DANGLING = r"(?i)\s(?:the|of|and|in|for|with|to|a|an|on|by|from|de|la|el|et|und|der|die|das|\pL)$"


@rule(
    code="TTL005",
    severity="warning",
    fields=["title"],
    since="0.1.0",
    bad={
        "title": "The measurement of tides in the harbours of the western coast, of their causes, and of what the…",
        "doi": "10.1000/1",
    },
    good={"title": "And yet it moves...", "doi": "10.1000/1"},
)
def title_truncated(*, least: int = 95) -> Check:
    """Return a check that flags titles that are cut off.

    These are long titles that end with an ellipsis, and titles of a typical column length that end inside a
    sentence.
    """
    title = pl.col("title").str.strip_chars_end()
    length = title.str.len_chars()
    ellipsis = (
        title.str.contains(r"[\pL\d,] ?(?:\.{3}|…)$")
        & (length >= least)
        & ~title.str.contains(r"[?!]\s.{1,25}$")
    )
    return Check(
        field="title",
        severity=pl.when(ellipsis).then(pl.lit("info")).otherwise(pl.lit("warning")),
        violates=ellipsis
        | (length.is_in(_COLUMN_LENGTHS) & title.str.contains(r"\pL$") & title.str.contains(_DANGLING)),
        message=pl.format(
            "{} {}",
            pl.when(ellipsis)
            .then(pl.lit("title ends with an ellipsis and may be cut off:"))
            .otherwise(pl.lit("title is cut off after")),
            quoted(last_words(title)),
        ),
        scan=Scan(prefilter=pl.col("title").str.len_bytes() >= least),
    )
