"""An article whose journal, or other container, is null, empty or white space.

## Why it matters
An article without a journal cannot be cited, and no rule about its journal can protect it.

## How to fix
Fetch the container title from the registry by DOI or ISSN.

## What is not flagged
A field that the format has no place for, or that a plain source has no column for, is not called empty;
one that no record of a source fills, of 20 at least, is told once. Only what its type calls an article is
looked at: books, datasets, preprints and letters of one person to another have no journal. Papers of conferences are looked at where the source types
them as articles, as OpenAlex does: then the proceedings are missing.

## References
- Crossref metadata best practices, https://www.crossref.org/documentation/principles-practices/best-practices/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.contract import is_provided
from scholint.checks.rule import Check, Grouping, Scan, rule
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
    """Look at the field where the source has it at all."""
    return Check(
        field="journal",
        when=is_provided("journal")
        & (pl.col("kind") == "article").fill_null(value=False)
        & (pl.col("type_key") != "letter")
        & ~pl.col("is_titleless"),
        violates=is_empty("journal"),
        message="the journal or other container is empty",
        scan=Scan(on_empty=True),
        grouping=Grouping(absent=("journal",)),
    )
