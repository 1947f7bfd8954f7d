"""Abstract is empty in an article, preprint, conference paper, or thesis.

## Why it matters
Most search and text mining relies on the title and abstract alone.

## How to fix
Take the abstract from the publisher, or from an aggregator that may redistribute it.

## What is not flagged
- Sources that cannot contain the field: formats without it, and plain CSV, TSV, JSON, or Parquet files without a
  column for it.
- Individual records, if the field is empty in all records of a source with at least 20 records. They are reported once
  for the source.
- Editorials, letters, book reviews, notices, and front matter.
- Records without a title (reported by EMP001).
- Works of one page (`12-12`), because letters and news have no abstract.

## References
- Crossref, metadata best practices, https://www.crossref.org/documentation/principles-practices/best-practices/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.contract import is_provided
from scholint.checks.rule import Check, Folding, Scan, rule
from scholint.checks.values.pages import is_one_page
from scholint.checks.values.text import is_empty


@rule(
    code="EMP004",
    severity="info",
    fields=["abstract"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "journal": "Tides", "abstract": ""},
    good={
        "title": "A study of tides",
        "doi": "10.1000/1",
        "journal": "Tides",
        "abstract": "We measured the tides of eleven harbours.",
    },
)
def missing_abstract() -> Check:
    """Return a check that flags records without an abstract, if the source can contain one."""
    return Check(
        field="abstract",
        when=is_provided("abstract")
        & (pl.col("is_article") | pl.col("kind").is_in(["preprint", "conference", "thesis"])).fill_null(
            value=False
        )
        & ~is_empty("title")
        & ~is_one_page()
        & ~pl.col("is_matter")
        & ~pl.col("is_notice"),
        violates=is_empty("abstract"),
        message="abstract is empty",
        scan=Scan(on_empty=True),
        folding=Folding(absent=("abstract",)),
    )
