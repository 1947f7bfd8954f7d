"""A journal article whose DOI is null, empty or white space.

## Why is this bad?
Without a DOI the record cannot be matched, cited or resolved with certainty.

## How to mend
Search the registry by title and first author; journals without DOIs exist, and are then right.

## Known limits
A field that the source never has, for any record, is not called empty. Only journal articles are looked at: by
their type, or untyped with a journal; papers of conferences and workshops pass, since many series give no DOIs. Whether the DOI stands elsewhere in the record is told by `EMP012`.

## References
- Crossref metadata best practices, https://www.crossref.org/documentation/principles-practices/best-practices/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.contract import is_provided
from scholint.checks.normal import is_empty
from scholint.checks.rule import Check, rule

_EVENT = (
    r"(?i)conf[eé]ren|workshop|symposi|congress|proceedings of the \d|proceedings of machine learning|"
    r"information processing systems|shared task|\b(?:NIPS|NeurIPS|ICML|ICLR|ACL|EMNLP|LREC|SIGIR)\b"
)


@rule(
    code="EMP002",
    severity="warning",
    fields=["doi"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": None, "journal": "Tides"},
    good={"title": "A study of tides", "doi": "10.1000/1", "journal": "Tides"},
)
def missing_doi() -> Check:
    """Look at the field where the source has it at all."""
    return Check(
        field="doi",
        blank=True,
        when=is_provided("doi")
        & pl.col("is_article")
        & ~pl.col("is_titleless")
        & ~pl.col("journal").str.contains(_EVENT).fill_null(value=False)
        & (pl.col("journal") != pl.col("title")).fill_null(value=True),
        violates=is_empty("doi"),
        message="the DOI is empty",
    )
