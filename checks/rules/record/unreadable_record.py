"""A line, a row or a part of a file that cannot be parsed.

## Why it matters
What cannot be read is not imported, and nobody notices: the record is missing, or the import stops.

## How to fix
Ask the source for the record again, or mend it at the position given. A file that was cut short wants to be
fetched anew.

## What is not flagged
The other records of the file are read and judged. Blank lines, a last line without a line end and a
byte-order mark are fine. The rest of a text whose quotes never close counts as one part.

## References
- RFC 8259 (JSON), RFC 4180 (CSV), RFC 1952 (gzip), RFC 8878 (Zstandard)
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
    """Say what the reader met."""
    return Check(
        field="*",
        violates=pl.lit(value=True),
        message=pl.format("the record cannot be read: {}", "reason"),
        evidence={"byte": pl.col("byte")},
    )
