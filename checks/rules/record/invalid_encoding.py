"""Bytes that are not UTF-8, in a line or in a whole file.

## Why it matters
Decoded by guesswork, names and titles lose their letters; the record is then wrong for ever.

## How to fix
Convert the file from the encoding that it was written in: the message names the likely one.

## What is not flagged
The encoding is a guess from the bytes of one line. A table is read on with replacement characters.

## References
- RFC 3629 (UTF-8), RFC 8259, 8.1 (JSON is UTF-8)
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
    """Say what the reader met."""
    return Check(
        field="*",
        violates=pl.lit(value=True),
        message=pl.col("reason"),
        evidence={"byte": pl.col("byte")},
    )
