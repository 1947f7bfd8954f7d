"""Record is not a JSON object.

## Why it matters
Software that reads the file stops here, or imports a stray value as a work.

## How to fix
Check the program that wrote the file. It may have written a list as one record, or a log message between the records.

## What is not flagged
- Objects that have none of the keys that scholint reads. They are reported as records with empty fields (such as EMP001).

## References
- RFC 8259, section 4 (objects)
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import with_article
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
    """Return a check that flags the JSON values that the reader found in place of an object."""
    return Check(
        field="*",
        violates=pl.lit(value=True),
        message=pl.format("record is not a JSON object, found {}", with_article(pl.col("reason"))),
    )
