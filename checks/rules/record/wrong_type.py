"""A field whose value has another type than its format says: a number as text, a text where an object is due.

## Why it matters
A program that trusts the format stops, or sorts "10" before "9".

## How to fix
Write the value in the type that the format gives. One fix stands for all records of the source.

## Fix safety
Safe: the value is the same, written in the type that is due; offered only where that is certain.

## What is not flagged
Told once a source, field and run, at the first record, with the number of records. Only keys whose type the
format declares are looked at.

## References
- `scholint formats`; the documentation of the format
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, rule


@rule(
    code="REC003",
    severity="warning",
    fields=["record"],
    since="0.1.0",
    needs=["reader"],
    bad={
        "__text__": '{"DOIUrl": null, "ListUrlMain": null, "PeriodicalName": "J", "platform": "S", "title": "T", "citationCount": "0"}\n'
    },
    good={
        "__text__": '{"DOIUrl": null, "ListUrlMain": null, "PeriodicalName": "J", "platform": "S", "title": "T", "citationCount": 0}\n'
    },
)
def wrong_type() -> Check:
    """Say what the reader met."""
    return Check(
        field="*",
        violates=pl.lit(value=True),
        message=pl.format(
            "{} is {} {} in {} record{}, where the format has {} {}",
            quoted("field"),
            _article("found"),
            "found",
            "records",
            pl.when(pl.col("records") == 1).then(pl.lit("")).otherwise(pl.lit("s")),
            _article("expected"),
            "expected",
        ),
        evidence={name: pl.col(name) for name in ("expected", "found", "records")},
        fix=Fix(value=pl.col("converted"), safe=True, per_source=True),
    )


def _article(name: str) -> pl.Expr:
    return pl.when(pl.col(name).str.contains("^[aeio]")).then(pl.lit("an")).otherwise(pl.lit("a"))
