"""Field of study is empty in a journal article.

## Why it matters
Readers who browse by field do not find the record, and it cannot be compared with the field of its journal.

## How to fix
Run the program that assigns fields of study on the title and the abstract.

## What is not flagged
- Sources that cannot contain the field: formats without it, and plain CSV, TSV, JSON, or Parquet files without a
  column for it.
- Individual records, if the field is empty in all records of a source with at least 20 records. They are reported once
  for the source.
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
    """Return a check that flags records without fields of study, if the source can contain them."""
    return Check(
        field="fields",
        when=is_provided("fields") & pl.col("is_article") & ~pl.col("is_matter"),
        violates=pl.col("fields").list.join("").str.contains(r"\S").fill_null(value=False).not_(),
        message="field of study is empty",
        value=pl.lit(None, pl.String),
        scan=Scan(on_empty=True),
        folding=Folding(absent=("fields",)),
    )
