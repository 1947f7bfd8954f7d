"""JSON key occurs more than once with different values.

## Why it matters
Which value is used depends on the software, so two imports see different records.

## How to fix
Find out which value is correct, and delete the other one. If both are, the source should give them as a list.

## What is not flagged
- A key that occurs several times with the same value.
- The same key in different objects of a record.
- Records in which only keys that scholint does not read occur several times.

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
    """Report what the reader found."""
    return Check(
        field="*",
        violates=pl.lit(value=True),
        message=pl.format("key {} occurs {}", quoted("field"), "reason"),
    )
