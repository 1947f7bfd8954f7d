"""The same record a second time, equal in every field.

## Why it matters
Every count, every list and every export holds the work twice.

## How to fix
Delete the copies; keep the first.

## Fix safety
Safe: a copy is taken out only where the same text stands before it in the same file. One whose like stands in another
file has no fix; one that differs in a field which no rule reads stays.

## What is not flagged
Told for every copy, since each is taken out by itself; beyond 50 copies between two sources, or within one, one finding
stands for all that have a fix, and one for all that have none, but with `--fix` and `--diff`, which need each.
Every column of the records frame must be equal, the identifier too; where the record stands does not count, nor do
fields that are not among the columns.

## References
- None: equality
"""

from __future__ import annotations

import polars as pl

from scholint.checks.duplicates.groups import cluster, place
from scholint.checks.duplicates.works import WORK
from scholint.checks.rule import Across, Check, Fix, Grouping, rule


@rule(
    code="DUP002",
    severity="warning",
    fields=["record"],
    since="0.1.0",
    needs=["batch"],
    bad=[
        {"title": "A study of tides", "doi": "10.1000/1"},
        {"title": "A study of tides", "doi": "10.1000/1"},
    ],
    good=[
        {"title": "A study of tides", "doi": "10.1000/1"},
        {"title": "A study of tides", "doi": "10.1000/2"},
    ],
)
def duplicate_record() -> Check:
    """Group by a hash of all columns."""
    again = pl.int_range(pl.len()).over("content", "source") > 0
    return Check(
        field="record",
        violates=pl.int_range(pl.len()).over("content") > 0,
        message=pl.format("the record is the same as {}", place("content")),
        value=pl.col("record"),
        evidence=cluster("content"),
        fix=Fix(value=pl.lit(None, pl.String), field="record", safe=True, removes=again),
        across=Across(keys=WORK, group_by="content", min_rows=2),
        grouping=Grouping(
            alike=(
                pl.when(again).then(pl.lit("copy")).otherwise(pl.lit("copy of another file")),
                pl.col("source").first().over("content"),
            )
        ),
    )
