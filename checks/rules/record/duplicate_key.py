"""JSON key occurs more than once with different values.

## Why it matters
Each program may use a different value, so two imports see different records.

## How to fix
- If one value is correct, delete the key with the other value.
- If both values are correct, write the key once, with a list of both values.

## What is not flagged
- Keys that occur several times with the same value.
- Equal keys in different objects of one record.
- Keys that scholint does not read, unless a key that it reads also occurs several times in the record.

## References
- RFC 8259, section 4: the names within an object should be unique
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
    """Return a check that flags the records in which the reader found a key with several values."""
    return Check(
        field="*",
        violates=pl.lit(value=True),
        message=pl.format("key {} occurs {}", quoted("field"), "reason"),
    )
