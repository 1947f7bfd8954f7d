"""A file that no reader recognises.

## Why it matters
Nothing in it was checked: an import that passes it in silence imports nothing, or rubbish.

## How to fix
Name the format with `--from`, declare it in `scholint.toml`, or take the file out of the import.

## What is not flagged
A table needs a title or a DOI and one more column of an article to be recognised.

## References
- `scholint formats` lists what can be read
"""

from __future__ import annotations

import polars as pl

from scholint.checks.rule import Check, rule


@rule(
    code="REC006",
    severity="error",
    fields=["record"],
    since="0.1.0",
    needs=["reader"],
    bad={"__text__": "not a record in sight\n"},
    good={"__text__": '{"title": "A title", "doi": "10.1000/1", "year": "2020"}\n'},
)
def unknown_format() -> Check:
    """Say what the reader met."""
    return Check(
        field="*",
        violates=pl.lit(value=True),
        message=pl.col("reason"),
    )
