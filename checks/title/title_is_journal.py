"""A title that is the journal's name.

## Why is this bad?
The field was filled from the wrong place, or the record is a whole issue: nobody can find the work by it.

## How to mend
Fetch the title by its DOI, or give the record the type of a journal or issue.

## Known limits
Compared by letters. Records whose type has no title of its own, front matter, and books pass.

## References
- Crossref metadata best practices, https://www.crossref.org/documentation/principles-practices/best-practices/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.findings import quoted
from scholint.checks.normal import letters
from scholint.checks.rule import Check, rule

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
    name = letters(pl.col("journal"))
    return Check(
        field="title",
        when=~pl.col("is_titleless")
        & ~pl.col("kind").is_in(["book", "other", "dataset"]).fill_null(value=False),
        violates=(pl.col("title_key").str.replace("^the", "") == name.str.replace("^the", ""))
        & (name.str.len_bytes() > _SHORT),
        message=pl.format("the title is the journal's name, {}", quoted("journal")),
        evidence={"journal": pl.col("journal")},
    )
