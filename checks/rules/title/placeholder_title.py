"""A title that stands for no title: `Untitled`, `No title`, `Article`.

## Why it matters
It counts as filled, and hundreds of works look like duplicates of one another.

## How to fix
Fetch the title by its DOI.

## What is not flagged
The whole title must be the words. `Untitled`, `Paper` and `Document` with an author may be a work's name, and pass; what a
machine wrote (`N/A`, `undefined`) is `EMP010`; the name of a section (`Editorial`) is `TTL007`.

## References
- Crossref metadata best practices, https://www.crossref.org/documentation/principles-practices/best-practices/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.contract import is_provided
from scholint.checks.message import quoted
from scholint.checks.rule import Check, rule

_WORDS = (
    *(
        "title",
        "no title",
        "not available",
        "no title available",
        "title not available",
        "title unavailable",
        "not titled",
        "title missing",
        "article title",
        "title of article",
    ),
    *(
        "article",
        "research article",
        "original article",
        "untitled document",
        "untitled article",
        "untitled item",
        "new document",
        "insert title here",
    ),
    *(
        "microsoft word  document1",
        "this title is unavailable",
        "article without title",
        "missing title",
        "unknown title",
        "paper title",
        "manuscript",
        "manuscript title",
        "full paper",
        "document1",
        "no title given",
        "sem título",
        "无标题",
        "título",
        "titulo",
        "titre",
        "titel",
        "название",
        "标题",
        "タイトル",
    ),
)


@rule(
    code="TTL006",
    severity="warning",
    fields=["title"],
    since="0.1.0",
    bad={"title": "[No title available]", "doi": "10.1000/1"},
    good={"title": "Untitled", "doi": "10.1000/1", "authors": ["A. Lis"]},
)
def placeholder_title() -> Check:
    """Compare the whole title."""
    bare = pl.col("title").str.replace_all(r"[^\pL\pN ]+", "").str.strip_chars().str.to_lowercase()
    nobody = (pl.col("authors").list.len() == 0) | pl.col("authors").is_null()
    return Check(
        field="title",
        when=~pl.col("is_titleless"),
        violates=bare.is_in(list(_WORDS))
        | (pl.col("title").str.strip_chars() == "NA")  # `Na` is sodium.
        | (
            bare.is_in(
                [
                    "untitled",
                    "paper",
                    "document",
                    "sans titre",
                    "sin título",
                    "ohne titel",
                    "без названия",
                    "無題",
                ]
            )
            & nobody
            & is_provided("authors")
        ),
        message=pl.format("{} is no title", quoted("title")),
    )
