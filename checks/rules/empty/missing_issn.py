"""A journal article with a journal and without an ISSN.

## Why it matters
The ISSN is what tells journals of the same name apart.

## How to fix
Look the journal up in the ISSN portal or the registry.

## What is not flagged
A field that the format has no place for, or that a plain source has no column for, is not called empty;
one that no record of a source fills, of 20 at least, is told once. Conferences, proceedings and repositories
pass, and so do bare acronyms, which are mostly conferences.

## References
- Crossref metadata best practices, https://www.crossref.org/documentation/principles-practices/best-practices/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.contract import is_provided
from scholint.checks.rule import Check, Grouping, Scan, rule
from scholint.checks.values.text import is_empty

_NO_JOURNAL = r"(?i)\bproceedings\b|repositor|open mind|\barchive\b|arxiv|rxiv|\bssrn\b"


@rule(
    code="EMP007",
    severity="info",
    fields=["issns"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "journal": "Tides", "issns": []},
    good={"title": "A study of tides", "doi": "10.1000/1", "journal": "Tides", "issns": ["0317-8471"]},
)
def missing_issn() -> Check:
    """Look at the field where the source has it at all."""
    return Check(
        field="issns",
        when=is_provided("issns")
        & pl.col("is_article")
        & ~is_empty("journal")
        & ~pl.col("names_event")
        & ~pl.col("journal").str.contains(_NO_JOURNAL),
        violates=(pl.col("issns").list.join("").str.strip_chars() == "").fill_null(value=True),
        message="the record gives no ISSN for its journal",
        value=pl.lit(None, pl.String),
        scan=Scan(on_empty=True),
        grouping=Grouping(absent=("issns",)),
    )
