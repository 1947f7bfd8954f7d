"""Author is the record's journal or publisher.

## Why it matters
The journal or publisher becomes the most prolific author in the index.

## How to fix
Remove the entry, or use the DOI to fetch the author list.

## What is not flagged
- Works that are not articles: societies and offices sign their own reports.
- Publishers that are a society, an association, a ministry, or a similar body.
- Names of fewer than eight letters and digits (option `least`).

The comparison ignores letter case, accents, and punctuation.

## Options
- `least`: minimum number of letters and digits; shorter names are not compared.

## References
- Crossref, contributors, https://www.crossref.org/documentation/schema-library/markup-guide-metadata-segments/contributors/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, rule
from scholint.checks.values.text import letters

# Words in the names of organizations that sign their own works.
_CORPORATE = r"(?i)societ|associa|institut|universi|council|ministry|committee|organi[sz]ation|agency|academ|college|federation|union|commission|office|department|bank"


@rule(
    code="AUT009",
    severity="warning",
    fields=["authors"],
    since="0.1.0",
    bad={
        "title": "A study of tides",
        "doi": "10.1000/1",
        "authors": ["Tidal Letters Press"],
        "publisher": "Tidal Letters Press",
        "journal": "Tides",
    },
    good={
        "title": "A study of tides",
        "doi": "10.1000/1",
        "authors": ["Society for Tides"],
        "publisher": "Society for Tides",
        "journal": "Tides",
    },
)
def author_is_publisher(*, least: int = 8) -> Check:
    """Return a check that flags authors with the same letters as the record's journal or publisher."""
    names = pl.col("authors").list.eval(letters(pl.element()))
    journal, publisher = letters(pl.col("journal")), letters(pl.col("publisher"))
    corporate = pl.col("publisher").str.contains(_CORPORATE)
    by_journal = (names.list.contains(journal) & (journal.str.len_chars() >= least)).fill_null(value=False)
    by_publisher = (
        names.list.contains(publisher) & (publisher.str.len_chars() >= least) & ~corporate
    ).fill_null(value=False)
    named = pl.when(by_journal).then(pl.col("journal")).otherwise(pl.col("publisher"))
    return Check(
        field="authors",
        when=pl.col("is_article") & (pl.col("authors").list.len() > 0),
        violates=by_journal | by_publisher,
        message=pl.format(
            "author {} is the name of the record's {}",
            quoted(named),
            pl.when(by_journal).then(pl.lit("journal")).otherwise(pl.lit("publisher")),
        ),
        value=named,
    )
