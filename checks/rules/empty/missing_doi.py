"""DOI is empty in a journal article.

## Why it matters
Without a DOI the record cannot be matched, cited, or resolved reliably.

Some journals have no DOIs. A finding is a warning if at least three other records of the journal have a DOI (option
`siblings`), and one of them is from the same year or earlier. All other findings are info.

## How to fix
Search Crossref for the title and the first author. If the journal has no DOIs, leave the field empty.

## What is not flagged
- Sources that cannot contain the field: formats without it, and plain CSV, TSV, JSON, or Parquet files without a
  column for it.
- Individual records, if the field is empty in all records of a source with at least 20 records. They are reported once
  for the source.
- Records that are not journal articles. A record without a type counts as an article if it has a journal.
- Papers of conferences and workshops, because many series have no DOIs.

If another field of the record contains the DOI, EMP012 also reports the record.

## Options
- `siblings`: minimum number of other records of the journal with a DOI; with fewer, the severity is info.

## References
- Crossref, metadata best practices, https://www.crossref.org/documentation/principles-practices/best-practices/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.contract import is_provided
from scholint.checks.rule import Across, Check, Folding, rule
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
    """Return a check that flags records without a DOI, if the source can contain one.

    The severity depends on how many other records of the journal have a DOI.
    """
    article = (
        is_provided("doi")
        & pl.col("is_article")
        & ~pl.col("is_titleless")
        & ~pl.col("names_event")
        & (pl.col("journal") != pl.col("title")).fill_null(value=True)
    )
    lacks, year, journal = pl.col("missing_doi"), pl.col("missing_doi_year"), pl.col("missing_doi_journal")
    with_doi = (~lacks).sum().over(journal)
    first = pl.when(~lacks).then(year).min().over(journal)
    expected = journal.is_not_null() & (with_doi >= siblings) & (year.is_null() | (year >= first))
    expected = expected.fill_null(value=False)
    return Check(
        field="doi",
        when=lacks.is_not_null(),
        violates=lacks,
        severity=pl.when(expected).then(pl.lit("warning")).otherwise(pl.lit("info")),
        message=pl.when(expected)
        .then(pl.format("DOI is empty, but {} other records of this journal have one", with_doi))
        .otherwise(pl.lit("DOI is empty")),
        value=pl.lit(None, pl.String),
        across=Across(
            keys={
                "missing_doi": pl.when(article).then(is_empty("doi")),
                "missing_doi_year": pl.when(article).then(pl.col("year_published")),
                # A hash saves memory: keys stay in memory until the end of the run, and titles are long.
                "missing_doi_journal": pl.when(article & ~is_empty("journal")).then(
                    pl.col("journal").str.strip_chars().str.to_lowercase().hash()
                ),
            },
        ),
        folding=Folding(absent=("doi",)),
    )
