"""File is in an unrecognized format.

## Why it matters
Nothing in the file was checked, and an import may skip it without notice.

## How to fix
- If the file contains records, give its format with `--from`, or define the format in `scholint.toml`.
- Otherwise, remove the file from the import.

## What is not flagged
- Tables with a column for the title or the DOI, and at least one more column of an article. They are read as records.
- Empty files.

## References
- `scholint formats` lists the formats that scholint reads
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
    """Return a check that flags the files whose format the reader did not recognize."""
    return Check(
        field="*",
        violates=pl.lit(value=True),
        message=pl.col("reason"),
    )
