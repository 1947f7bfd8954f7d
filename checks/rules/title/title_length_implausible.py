"""A title that is much too long, or a single letter.

## Why it matters
The field holds an abstract, a citation or a rest: the work cannot be cited or found by it.

## How to fix
Fetch the title by its DOI.

## What is not flagged
Longer than 900 characters of text (mark-up and formulas aside), or one letter; in books and chapters, which are
called by whole title pages and by letters of the alphabet, neither. Single words and single
Chinese characters are titles, and so are numbers such as `1984`.

## References
- Crossref metadata best practices, https://www.crossref.org/documentation/principles-practices/best-practices/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.rule import Check, rule


@rule(
    code="TTL008",
    severity="warning",
    fields=["title"],
    since="0.1.0",
    bad={"title": "x", "doi": "10.1000/1"},
    good={"title": "道", "doi": "10.1000/1"},
)
def title_length_implausible(*, most: int = 900) -> Check:
    """Measure the text without its mark-up."""
    title = pl.col("title")
    odd = (title.str.len_bytes() > most) | (title.str.strip_chars().str.len_chars() == 1)
    text = (
        pl.when(odd)
        .then(title)
        .otherwise(pl.lit(""))
        .str.replace_all(r"<[^<>]*>|\$[^$]*\$", "")
        .str.strip_chars()
    )
    length = text.str.len_chars()
    return Check(
        field="title",
        when=~pl.col("kind").is_in(["chapter", "book"]).fill_null(value=False),
        violates=(length > most) | text.str.contains(r"^[\p{Latin}\p{Cyrillic}\p{Greek}\pP\d]$"),
        message=pl.format(
            "a title of {} character{}", length, pl.when(length == 1).then(pl.lit("")).otherwise(pl.lit("s"))
        ),
    )
