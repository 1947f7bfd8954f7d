"""A journal article without any field of study, in a source that has them.

## Why it matters
Browsing and recommending by field pass the record by, and its field cannot be held against its journal.

## How to fix
Let the classifier that fills the field see the record again, with title and abstract.

## What is not flagged
A field that the format has no place for, or that a plain source has no column for, is not called empty;
one that no record of a source fills, of 20 at least, is told once.

## References
- Crossref metadata best practices, https://www.crossref.org/documentation/principles-practices/best-practices/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.contract import is_provided
from scholint.checks.rule import Check, Grouping, Scan, rule


@rule(
    code="EMP009",
    severity="info",
    fields=["fields"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "journal": "Tides", "fields": []},
    good={"title": "A study of tides", "doi": "10.1000/1", "journal": "Tides", "fields": ["Geology"]},
)
def missing_fields_of_study() -> Check:
    """Look at the field where the source has it at all."""
    return Check(
        field="fields",
        when=is_provided("fields") & pl.col("is_article") & ~pl.col("is_matter"),
        violates=pl.col("fields").list.join("").str.contains(r"\S").fill_null(value=False).not_(),
        message="the record has no field of study",
        value=pl.lit(None, pl.String),
        scan=Scan(on_empty=True),
        grouping=Grouping(absent=("fields",)),
    )
