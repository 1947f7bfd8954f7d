"""Something that parses but is no object: a number, a text or a list where a record is due.

## Why it matters
A program that trusts the file stops here, or takes a number for a work.

## How to fix
Look at what wrote the file: it most likely left out a loop, or wrote a log line into the data.

## What is not flagged
An object that has none of the keys of its format is judged by the rules about empty fields.

## References
- RFC 8259, 4 (objects)
"""

from __future__ import annotations

import polars as pl

from scholint.checks.rule import Check, rule


@rule(
    code="REC002",
    severity="error",
    fields=["record"],
    since="0.1.0",
    needs=["reader"],
    bad={"__text__": '{"title": "A title", "doi": "10.1000/1", "year": "2020"}\n[1, 2]\n'},
    good={"__text__": '{"title": "A title", "doi": "10.1000/1", "year": "2020"}\n'},
)
def not_a_record() -> Check:
    """Say what the reader met."""
    return Check(
        field="*",
        violates=pl.lit(value=True),
        message=pl.format(
            "the record is {} {}",
            pl.when(pl.col("reason").str.contains("^[aeiou]")).then(pl.lit("an")).otherwise(pl.lit("a")),
            "reason",
        ),
    )
