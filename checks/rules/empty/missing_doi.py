"""A journal article whose DOI is null, empty or white space.

## Why it matters
Without a DOI the record cannot be matched, cited or resolved with certainty.

## How to fix
Search the registry by title and first author; journals without DOIs exist, and are then right.

## What is not flagged
A field that the format has no place for, or that a plain source has no column for, is not called empty;
one that no record of a source fills, of 20 at least, is told once. Only journal articles are looked at: by
their type, or untyped with a journal; papers of conferences and workshops pass, since many series give no DOIs.
Journals without DOIs exist, so it is a warning only where other records of the journal (`siblings`, 3), of this
year or earlier ones among them, have one; elsewhere it is info. Whether the DOI stands elsewhere in the record is
told by `EMP012`.

## References
- Crossref metadata best practices, https://www.crossref.org/documentation/principles-practices/best-practices/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.contract import is_provided
from scholint.checks.rule import Across, Check, Grouping, rule
from scholint.checks.values.text import is_empty


@rule(
    code="EMP002",
    severity="warning",
    fields=["doi"],
    since="0.1.0",
    needs=["batch"],
    bad={"title": "A study of tides", "doi": None, "journal": "Tides"},
    good={"title": "A study of tides", "doi": "10.1000/1", "journal": "Tides"},
)
def missing_doi(*, siblings: int = 3) -> Check:
    """Look at the field where the source has it at all, and ask the journal's other records."""
    article = (
        is_provided("doi")
        & pl.col("is_article")
        & ~pl.col("is_titleless")
        & ~pl.col("names_event")
        & (pl.col("journal") != pl.col("title")).fill_null(value=True)
    )
    lacks, year, journal = pl.col("missing_doi"), pl.col("missing_doi_year"), pl.col("missing_doi_journal")
    having = (~lacks).sum().over(journal)
    first = pl.when(~lacks).then(year).min().over(journal)
    expected = journal.is_not_null() & (having >= siblings) & (year.is_null() | (year >= first))
    expected = expected.fill_null(value=False)
    return Check(
        field="doi",
        when=lacks.is_not_null(),
        violates=lacks,
        severity=pl.when(expected).then(pl.lit("warning")).otherwise(pl.lit("info")),
        message=pl.when(expected)
        .then(pl.format("the DOI is empty, while {} other records of the journal have one", having))
        .otherwise(pl.lit("the DOI is empty")),
        value=pl.lit(None, pl.String),
        across=Across(
            keys={
                "missing_doi": pl.when(article).then(is_empty("doi")),
                "missing_doi_year": pl.when(article).then(pl.col("year_published")),
                # A hash, since keys are kept for the whole run and names are long.
                "missing_doi_journal": pl.when(article & ~is_empty("journal")).then(
                    pl.col("journal").str.strip_chars().str.to_lowercase().hash()
                ),
            },
        ),
        grouping=Grouping(absent=("doi",)),
    )
