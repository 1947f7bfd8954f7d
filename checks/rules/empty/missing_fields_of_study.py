"""Field of study is empty in a journal article.

## Why it matters
The record is missing from browsing by field, and cannot be compared with its journal's field.

## How to fix
Run the classifier that fills the field again, with the title and the abstract of the record.

## What is not flagged
- Fields that the format of the source does not have, or that a plain source has no column for.
- A field that is empty in all records of a source of at least 20 records: reported once for the source.
- Front and back matter.

## References
- Crossref, metadata best practices, https://www.crossref.org/documentation/principles-practices/best-practices/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.contract import is_provided
from scholint.checks.rule import Check, Folding, Scan, rule


@rule(
    code="EMP009",
    severity="info",
    fields=["fields"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "journal": "Tides", "fields": []},
    good={"title": "A study of tides", "doi": "10.1000/1", "journal": "Tides", "fields": ["Geology"]},
)
def missing_fields_of_study() -> Check:
    """Flag the empty field where the source can have it."""
    return Check(
        field="fields",
        when=is_provided("fields") & pl.col("is_article") & ~pl.col("is_matter"),
        violates=pl.col("fields").list.join("").str.contains(r"\S").fill_null(value=False).not_(),
        message="field of study is empty",
        value=pl.lit(None, pl.String),
        scan=Scan(on_empty=True),
        folding=Folding(absent=("fields",)),
    )
