"""Title is implausibly long, or a single letter.

## Why it matters
The field contains another text or a fragment, so nobody can find the work by its title.

## How to fix
Look up the title with the DOI.

## What is not flagged
- Titles of up to 900 characters (option `most`). Markup and formulas do not count.
- Titles of one word, one number, or one Chinese character, such as `1984`.
- Books and chapters. Their titles may be entire title pages or single letters of the alphabet.

## Options
- `most`: largest plausible number of characters.

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
    """Return a check that flags titles that are too long or a single character. Markup and formulas are not counted."""
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
