"""An author who is the record's journal or publisher.

## Why it matters
The journal becomes the most prolific author of the index.

## How to fix
Empty the entry, or fetch the list by the DOI.

## What is not flagged
Compared by letters with the journal and the publisher of the record, from eight letters on. Learned
societies and offices sign their own reports: only articles are looked at, and a publisher that is a
society, an association, a ministry or the like passes.

## References
- Crossref: contributors, https://www.crossref.org/documentation/schema-library/markup-guide-metadata-segments/contributors/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, rule
from scholint.checks.values.text import letters

_SIGNS = r"(?i)societ|associa|institut|universi|council|ministry|committee|organi[sz]ation|agency|academ|college|federation|union|commission|office|department|bank"


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
    """Compare the letters of every author with both names."""
    names = pl.col("authors").list.eval(letters(pl.element()))
    journal, publisher = letters(pl.col("journal")), letters(pl.col("publisher"))
    corporate = pl.col("publisher").str.contains(_SIGNS)
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
            "the author {} is the record's {}",
            quoted(named),
            pl.when(by_journal).then(pl.lit("journal")).otherwise(pl.lit("publisher")),
        ),
        value=named,
    )
