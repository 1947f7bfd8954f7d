"""Title is a placeholder, such as `Untitled` or `No title`.

## Why it matters
The field counts as filled, and unrelated works look like duplicates.

## How to fix
Look up the title with the DOI.

## What is not flagged
- Titles that contain other words besides the placeholder: `Article 5 of the treaty`.
- `Untitled`, `Paper`, and `Document`, if the record has authors, since some works have such titles.
- Placeholders that software writes, such as `N/A` and `undefined` (reported by EMP010).
- Front and back matter, such as `Contents` (reported by TTL007).
- `Na`, which is the symbol of sodium.

## References
- Crossref metadata best practices, https://www.crossref.org/documentation/principles-practices/best-practices/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.contract import is_provided
from scholint.checks.message import quoted
from scholint.checks.rule import Check, rule

# Placeholders in lowercase, without punctuation.
_PLACEHOLDERS = (
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
    "article",
    "research article",
    "original article",
    "untitled document",
    "untitled article",
    "untitled item",
    "new document",
    "insert title here",
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
)
# Placeholders that are also titles of works.
_ALSO_NAMES = (
    "untitled",
    "paper",
    "document",
    "sans titre",
    "sin título",
    "ohne titel",
    "без названия",
    "無題",
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
    """Return a check that flags titles that consist of a placeholder."""
    bare = pl.col("title").str.replace_all(r"[^\pL\pN ]+", "").str.strip_chars().str.to_lowercase()
    no_authors = (pl.col("authors").list.len() == 0) | pl.col("authors").is_null()
    return Check(
        field="title",
        when=~pl.col("is_titleless"),
        violates=bare.is_in(list(_PLACEHOLDERS))
        | (pl.col("title").str.strip_chars() == "NA")  # `Na` is the symbol of sodium.
        | (bare.is_in(list(_ALSO_NAMES)) & no_authors & is_provided("authors")),
        message=pl.format("title {} is a placeholder", quoted("title")),
    )
