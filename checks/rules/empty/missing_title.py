"""A record whose title is null, empty or white space.

## Why it matters
A record without a title cannot be found, cited or matched with another.

## How to fix
Fetch the title from the registry by DOI.

## What is not flagged
A field that the format has no place for, or that a plain source has no column for, is not called empty;
one that no record of a source fills, of 20 at least, is told once. Journal issues, components and other types without a title by
nature pass.

## References
- Crossref metadata best practices, https://www.crossref.org/documentation/principles-practices/best-practices/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.contract import is_provided
from scholint.checks.rule import Check, Grouping, Scan, rule
from scholint.checks.values.text import is_empty


@rule(
    code="EMP001",
    severity="error",
    fields=["title"],
    since="0.1.0",
    bad={"title": None, "doi": "10.1000/1"},
    good={"title": "A study of tides", "doi": "10.1000/1"},
)
def missing_title() -> Check:
    """Look at the field where the source has it at all."""
    return Check(
        field="title",
        when=is_provided("title") & ~pl.col("is_titleless"),
        violates=is_empty("title"),
        message="the title is empty",
        scan=Scan(on_empty=True),
        grouping=Grouping(absent=("title",)),
    )
