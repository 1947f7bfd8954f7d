"""Abstract only repeats the title.

## Why it matters
The field counts as filled but adds nothing beyond the title.

## How to fix
Clear the field, or fetch the abstract from the publisher.

## What is not flagged
- Abstracts that start with the title and continue.

The comparison ignores letter case, accents, punctuation, and markup.

## References
- Crossref, abstracts, https://www.crossref.org/documentation/principles-practices/best-practices/abstracts/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.rule import Check, rule
from scholint.checks.values.text import letters


@rule(
    code="ABS003",
    severity="warning",
    fields=["abstract"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "abstract": "A study of tides."},
    good={
        "title": "A study of tides",
        "doi": "10.1000/1",
        "abstract": "A study of tides in eleven harbours.",
    },
)
def abstract_is_title() -> Check:
    """Return a check that flags abstracts with the same letters as the title.

    Long abstracts are skipped, because they cannot be equal to the title.
    """
    near = pl.col("abstract").str.len_bytes() <= pl.col("title").str.len_bytes() * 2 + 100
    abstract = letters(pl.when(near).then(pl.col("abstract_text")).otherwise(pl.lit("")))
    return Check(
        field="abstract",
        violates=(abstract == pl.col("title_key")) & (abstract != ""),
        message="abstract only repeats the title",
    )
