"""A record without publication date and year.

## Why it matters
Without a year the work cannot be cited, sorted or told from its other editions.

## How to fix
Fetch the date from the registry by DOI.

## What is not flagged
A field that the format has no place for, or that a plain source has no column for, is not called empty;
one that no record of a source fills, of 20 at least, is told once. A year alone is enough.

## References
- Crossref metadata best practices, https://www.crossref.org/documentation/principles-practices/best-practices/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.contract import is_provided
from scholint.checks.rule import Check, Grouping, Scan, rule
from scholint.checks.values.text import is_empty


@rule(
    code="EMP006",
    severity="warning",
    fields=["published"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "published": None, "year": ""},
    good={"title": "A study of tides", "doi": "10.1000/1", "year": "2020"},
)
def missing_date() -> Check:
    """Look at the field where the source has it at all."""
    return Check(
        field="published",
        when=(is_provided("published") | is_provided("year")) & ~pl.col("is_titleless"),
        violates=is_empty("published") & is_empty("year"),
        message="the record has no date and no year",
        scan=Scan(on_empty=True),
        grouping=Grouping(absent=("published", "year")),
    )
