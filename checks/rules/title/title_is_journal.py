"""Title is the same as the journal title.

## Why it matters
The field was filled from the wrong place, or the record describes an entire issue. Nobody can find the work by its
title.

## How to fix
Look up the title with the DOI, or give the record the type of a journal or an issue.

A finding is a warning, except in two cases, which are info:

- Chapters, since a chapter may have the title of its book.
- Records without a type, an ISSN, a volume, and an issue. They may be books whose title is also in the journal field.

## What is not flagged
- Journals, issues, and records of other types that have no title of their own.
- Books and datasets.
- Titles of five or fewer letters and digits.

The rule compares only letters and digits, without a leading `The`.

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
    """Return a check that flags titles with the same letters and digits as the journal title."""
    # `letters` is expensive. An ASCII journal title has at most as many letters as bytes. It cannot match a title with more
    # bytes, so most records are skipped.
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
        message=pl.format("title and journal title are the same: {}", quoted("journal")),
        evidence={"journal": pl.col("journal")},
    )
