"""Title is implausibly long, or a single letter.

## Why it matters
The field contains another text or a fragment, so the work cannot be found by its title.

## How to fix
Look up the title with the DOI.

## What is not flagged
- Titles of up to 900 characters (option `most`), not counting markup and formulas.
- Single words, numbers such as `1984`, and single Chinese characters, which are titles.
- Books and chapters: their titles may be whole title pages or letters of the alphabet.

## Options
- `most`: largest number of characters.

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
    """Measure the text without its markup and formulas."""
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
            "title is {} character{} long, expected 2 to {}",
            length,
            pl.when(length == 1).then(pl.lit("")).otherwise(pl.lit("s")),
            pl.lit(most),
        ),
    )
