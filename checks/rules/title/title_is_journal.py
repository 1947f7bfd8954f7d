"""A title that is the same as the journal's name.

## Why it matters
The field was filled from the wrong place, or the record is a whole issue: nobody can find the work by it.

## How to fix
Fetch the title by its DOI, or give the record the type of a journal or issue.

## What is not flagged
Compared by letters. Records whose type has no title of its own, and books, pass. A chapter may bear the name of
its book, and an untyped record without ISSN, volume and issue may be a book that was entered as its own
journal: both are told as info.

## References
- Crossref metadata best practices, https://www.crossref.org/documentation/principles-practices/best-practices/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, rule
from scholint.checks.values.text import letters

_SHORT = 5


@rule(
    code="TTL004",
    severity="warning",
    fields=["title"],
    since="0.1.0",
    bad={"title": "Tidal Letters", "doi": "10.1000/1", "journal": "Tidal Letters"},
    good={"title": "Tidal letters of the north", "doi": "10.1000/1", "journal": "Tidal Letters"},
)
def title_is_journal() -> Check:
    """Compare the letters of both."""
    # Letters are dear. Those of an ASCII name are no more than its bytes, which spares most titles the comparison.
    journal, title = pl.col("journal"), pl.col("title_key").str.replace("^the", "")
    ascii_ = journal.str.len_bytes() == journal.str.len_chars()
    longer = ascii_ & (title.str.len_bytes() > journal.str.len_bytes())
    name = letters(pl.when(longer).then(pl.lit("")).otherwise(journal)).str.replace("^the", "")
    serial = (pl.col("issns").list.len() > 0) | pl.col("volume").is_not_null() | pl.col("issue").is_not_null()
    book = pl.col("kind").eq_missing("chapter") | (pl.col("kind").is_null() & ~serial.fill_null(value=False))
    return Check(
        field="title",
        when=~pl.col("is_titleless")
        & ~pl.col("kind").is_in(["book", "other", "dataset"]).fill_null(value=False),
        violates=(title == name) & (name.str.len_bytes() > _SHORT),
        severity=pl.when(book).then(pl.lit("info")).otherwise(pl.lit("warning")),
        message=pl.format("title and journal are the same: {}", quoted("journal")),
        evidence={"journal": pl.col("journal")},
    )
