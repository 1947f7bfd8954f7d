"""File contains bytes that are not valid UTF-8.

## Why it matters
Guessing the encoding destroys letters in names and titles.

## How to fix
Convert the file from its encoding to UTF-8. The message names the likely encoding, which scholint derives from the bytes
of the record.

## What is not flagged
- More invalid bytes in the same table. Only the first one is reported, and scholint reads U+FFFD in place of all of them.

## References
- RFC 3629, UTF-8
- RFC 8259, section 8.1: JSON text is encoded in UTF-8
"""

from __future__ import annotations

import polars as pl

from scholint.checks.rule import Check, rule


@rule(
    code="REC004",
    severity="error",
    fields=["record"],
    since="0.1.0",
    needs=["reader"],
    bad={"__text__": '{"title": "Universit\udce4t", "doi": "10.1000/1"}\n'},
    good={"__text__": '{"title": "A title", "doi": "10.1000/1", "year": "2020"}\n'},
)
def invalid_encoding() -> Check:
    """Return a check that flags the records and tables in which the reader found invalid UTF-8."""
    return Check(
        field="*",
        violates=pl.lit(value=True),
        message=pl.col("reason"),
        evidence={"byte": pl.col("byte")},
    )
