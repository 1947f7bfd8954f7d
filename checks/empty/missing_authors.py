"""A work of a type that has authors, without any.

## Why is this bad?
Authors are how people search, and how credit is given.

## How to mend
Fetch the authors from the registry by DOI.

## Known limits
A field that the source never has, for any record, is not called empty. Front matter, editorials, reviews of books, notices, datasets and
types without authors by nature pass; so does what is called so by its title.

## References
- Crossref metadata best practices, https://www.crossref.org/documentation/principles-practices/best-practices/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.contract import is_provided
from scholint.checks.normal import letters
from scholint.checks.rule import Check, rule

_AUTHORED = ["article", "preprint", "conference", "chapter", "thesis"]


@rule(
    code="EMP003",
    severity="warning",
    fields=["authors"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "authors": []},
    good={"title": "A study of tides", "doi": "10.1000/1", "authors": ["Anna Lis"]},
)
def missing_authors() -> Check:
    """Look at the field where the source has it at all."""
    return Check(
        field="authors",
        blank=True,
        when=is_provided("authors")
        & ~pl.col("is_titleless")
        & ~pl.col("is_matter")
        & ~pl.col("is_notice")
        & ~(letters(pl.col("journal")) == pl.col("title_key")).fill_null(value=False)
        & (pl.col("title_key").str.len_chars() > 1).fill_null(value=True)
        & pl.col("kind").is_in(_AUTHORED).fill_null(value=True),
        violates=pl.col("authors")
        .list.eval(pl.element().str.strip_chars() != "")
        .list.any()
        .fill_null(value=False)
        .not_(),
        message="the record names no author",
        value=pl.lit(None, pl.String),
    )
