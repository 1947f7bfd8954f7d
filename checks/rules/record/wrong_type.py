"""Field has a different data type than its format defines.

## Why it matters
Software that expects the type of the format stops, or sorts "10" before "9".

## How to fix
Convert the value to the type that the format defines. The fix of one finding converts the field in all records of the
source.

## Fix safety
Safe. The fix changes the type, but not the value. There is a fix only if the conversion is certain, such as from `"10"`
to `10`.

## What is not flagged
- More records of a source with the same problem. The problem is reported once, with the number of records.
- Keys whose type the format does not define.
- The value `null`.

## References
- `scholint formats` lists the formats. The documentation of each format defines its types
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted, with_article
from scholint.checks.rule import Check, Fix, rule


@rule(
    code="REC003",
    severity="warning",
    fields=["record"],
    since="0.1.0",
    needs=["reader"],
    traits=["per-source"],
    bad={
        "__text__": '{"DOIUrl": null, "ListUrlMain": null, "PeriodicalName": "J", "platform": "S", "title": "T", "citationCount": "0"}\n'
    },
    good={
        "__text__": '{"DOIUrl": null, "ListUrlMain": null, "PeriodicalName": "J", "platform": "S", "title": "T", "citationCount": 0}\n'
    },
)
def wrong_type() -> Check:
    """Return a check that flags the fields for which the reader found a wrong data type."""
    return Check(
        field="*",
        violates=pl.lit(value=True),
        message=pl.format(
            "{} is {} in {} record{}, expected {}",
            quoted("field"),
            with_article(pl.col("found")),
            "records",
            pl.when(pl.col("records") == 1).then(pl.lit("")).otherwise(pl.lit("s")),
            with_article(pl.col("expected")),
        ),
        evidence={name: pl.col(name) for name in ("expected", "found", "records")},
        fix=Fix(value=pl.col("converted"), safe=True),
    )
