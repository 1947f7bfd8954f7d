"""Title is empty.

## Why it matters
A record without a title cannot be found, cited, or matched.

## How to fix
Take the title from the registry of the DOI (Crossref or DataCite), or from the landing page.

## What is not flagged
- Sources that cannot contain the field: formats without it, and plain CSV, TSV, JSON, or Parquet files without a
  column for it.
- Individual records, if the field is empty in all records of a source with at least 20 records. They are reported once
  for the source.
- Journal issues, components, grants, and other types that have no title.

## References
- Crossref, metadata best practices, https://www.crossref.org/documentation/principles-practices/best-practices/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.contract import is_provided
from scholint.checks.rule import Check, Folding, Scan, rule
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
    """Return a check that flags records without a title, if the source can contain one."""
    return Check(
        field="title",
        when=is_provided("title") & ~pl.col("is_titleless"),
        violates=is_empty("title"),
        message="title is empty",
        scan=Scan(on_empty=True),
        folding=Folding(absent=("title",)),
    )
