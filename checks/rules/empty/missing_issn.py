"""ISSN is empty in a journal article that names its journal.

## Why it matters
Only the ISSN distinguishes journals with the same title.

## How to fix
Look the journal up in the ISSN Portal, or take the ISSN from the registry of the DOI.

## What is not flagged
- Sources that cannot contain the field: formats without it, and plain CSV, TSV, JSON, or Parquet files without a
  column for it.
- Individual records, if the field is empty in all records of a source with at least 20 records. They are reported once
  for the source.
- Conferences, proceedings, and repositories.
- Journal titles that are only an acronym, such as `ICRA`, because most of them are conferences.

## References
- Crossref, metadata best practices, https://www.crossref.org/documentation/principles-practices/best-practices/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.contract import is_provided
from scholint.checks.rule import Check, Folding, Scan, rule
from scholint.checks.values.text import is_empty
from scholint.checks.values.venues import WITHOUT_ISSN


@rule(
    code="EMP007",
    severity="info",
    fields=["issns"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "journal": "Tides", "issns": []},
    good={"title": "A study of tides", "doi": "10.1000/1", "journal": "Tides", "issns": ["0317-8471"]},
)
def missing_issn() -> Check:
    """Return a check that flags records without an ISSN, if the source can contain one."""
    return Check(
        field="issns",
        when=is_provided("issns")
        & pl.col("is_article")
        & ~is_empty("journal")
        & ~pl.col("names_event")
        & ~pl.col("journal").str.contains(WITHOUT_ISSN),
        violates=(pl.col("issns").list.join("").str.strip_chars() == "").fill_null(value=True),
        message="ISSN is empty, although the record names a journal",
        value=pl.lit(None, pl.String),
        scan=Scan(on_empty=True),
        folding=Folding(absent=("issns",)),
    )
