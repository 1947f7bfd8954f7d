"""A JSON object that gives one key twice, with different values.

## Why it matters
Which value counts depends on the program that reads: two importers see two different records.

## How to fix
Find out which value is meant, and delete the other.

## What is not flagged
A key that stands twice with the same value is harmless and passes. Only objects of which a mapped key stands
twice anywhere in the record are looked at.

## References
- RFC 8259, 4: names within an object SHOULD be unique
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, rule


@rule(
    code="REC005",
    severity="warning",
    fields=["record"],
    since="0.1.0",
    needs=["reader"],
    bad={"__text__": '{"title": "One", "title": "Another", "doi": "10.1000/1"}\n'},
    good={"__text__": '{"title": "A title", "doi": "10.1000/1", "year": "2020"}\n'},
)
def duplicate_key() -> Check:
    """Say what the reader met."""
    return Check(
        field="*",
        violates=pl.lit(value=True),
        message=pl.format("{} stands twice with different values: {}", quoted("field"), "reason"),
    )
