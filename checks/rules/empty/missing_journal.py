"""Journal or other container title is empty in an article.

## Why it matters
An article without a journal cannot be cited, and checks on its journal cannot run.

## How to fix
Take the journal from the registry of the DOI, or look it up in the ISSN Portal with the ISSN.

## What is not flagged
- Sources that cannot contain the field: formats without it, and plain CSV, TSV, JSON, or Parquet files without a
  column for it.
- Individual records, if the field is empty in all records of a source with at least 20 records. They are reported once
  for the source.
- Records whose type is not an article, such as books, datasets, preprints, and letters, and records without a type.

Conference papers are checked if their type in the source is article, as in OpenAlex. In this case, the title of the
proceedings is missing.

## References
- Crossref, metadata best practices, https://www.crossref.org/documentation/principles-practices/best-practices/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.contract import is_provided
from scholint.checks.rule import Check, Folding, Scan, rule
from scholint.checks.values.text import is_empty


@rule(
    code="EMP005",
    severity="warning",
    fields=["journal"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "type": "journal-article", "journal": None},
    good={"title": "A study of tides", "doi": "10.1000/1", "type": "journal-article", "journal": "Tides"},
)
def missing_journal() -> Check:
    """Return a check that flags records without a journal, if the source can contain one."""
    return Check(
        field="journal",
        when=is_provided("journal")
        & (pl.col("kind") == "article").fill_null(value=False)
        & (pl.col("type_key") != "letter")
        & ~pl.col("is_titleless"),
        violates=is_empty("journal"),
        message="journal or other container title is empty",
        scan=Scan(on_empty=True),
        folding=Folding(absent=("journal",)),
    )
