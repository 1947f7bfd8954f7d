"""Record or source cannot be read.

## Why it matters
The record is silently missing after the import, or the import stops.

## How to fix
- If the record is damaged, correct it at the position that the evidence gives (`byte`), or get it from its origin again.
- If the file is truncated, download it again.

## What is not flagged
- Empty lines, a last line without a line break, and a byte-order mark.

scholint reads and checks the other records of the file. If a quotation mark is never closed, only the line with the
quotation mark cannot be read.

## References
- RFC 8259, JSON
- RFC 4180, CSV
- RFC 1952, gzip
- RFC 8878, Zstandard
"""

from __future__ import annotations

import polars as pl

from scholint.checks.rule import Check, rule


@rule(
    code="REC001",
    severity="error",
    fields=["record"],
    since="0.1.0",
    needs=["reader"],
    bad={
        "__text__": '{"title": "A title", "doi": "10.1000/1", "year": "2020"}\n{"title": "A title", "doi": "10.1\n'
    },
    good={"__text__": '{"title": "A title", "doi": "10.1000/1", "year": "2020"}\n'},
)
def unreadable_record() -> Check:
    """Return a check that flags the records and sources that the reader could not read."""
    return Check(
        field="*",
        violates=pl.lit(value=True),
        message=pl.format(
            "{} cannot be read: {}",
            pl.when(pl.col("records") == 0).then(pl.lit("source")).otherwise(pl.lit("record")),
            "reason",
        ),
        evidence={"byte": pl.col("byte")},
    )
