"""Publication date and year are both empty.

## Why it matters
Without a year the work cannot be cited, sorted, or distinguished from other editions.

## How to fix
Take the date from the registry of the DOI (Crossref or DataCite), or from the landing page.

## What is not flagged
- Sources that cannot contain the field: formats without it, and plain CSV, TSV, JSON, or Parquet files without a
  column for it.
- Individual records, if the field is empty in all records of a source with at least 20 records. They are reported once
  for the source.
- Records with only a year.

## References
- Crossref, metadata best practices, https://www.crossref.org/documentation/principles-practices/best-practices/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.contract import is_provided
from scholint.checks.rule import Check, Folding, Scan, rule
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
    """Return a check that flags records without a publication date and year, if the source can contain one."""
    return Check(
        field="published",
        when=(is_provided("published") | is_provided("year")) & ~pl.col("is_titleless"),
        violates=is_empty("published") & is_empty("year"),
        message="publication date and year are both empty",
        scan=Scan(on_empty=True),
        folding=Folding(absent=("published", "year")),
    )
