"""A title that was cut off.

## Why it matters
The rest of the title is lost to readers and search, and it no longer matches the same work elsewhere.

## How to fix
Fetch the title by its DOI.

## What is not flagged
Seen by an ellipsis after a word, in titles of at least 95 characters (told as info: some authors end so), or by an
end on an article or a preposition at exactly 255 characters or another length at which databases cut. An ellipsis
after a full quotation, after a few words that follow a question (`No, but...`), or of a short title, passes.

## References
- Crossref metadata best practices, https://www.crossref.org/documentation/principles-practices/best-practices/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Scan, rule

# Text columns of databases end there: VARCHAR(255) and its neighbours.
_LIMITS = [250, 254, 255, 256, 500, 512]
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
    """Look at the end of the title, and at its length."""
    title = pl.col("title").str.strip_chars_end()
    length = title.str.len_chars()
    dots = (
        title.str.contains(r"[\pL\d,] ?(?:\.{3}|…)$")
        & (length >= least)
        & ~title.str.contains(r"[?!]\s.{1,25}$")
    )
    return Check(
        field="title",
        severity=pl.when(dots).then(pl.lit("info")).otherwise(pl.lit("warning")),
        violates=dots | (length.is_in(_LIMITS) & title.str.contains(r"\pL$") & title.str.contains(_DANGLING)),
        message=pl.format("the title is cut off after {}", quoted(title.str.tail(40))),
        scan=Scan(prefilter=pl.col("title").str.len_bytes() >= least),
    )
