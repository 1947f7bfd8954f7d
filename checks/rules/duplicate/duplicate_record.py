"""Record is an exact copy of an earlier record.

## Why it matters
Counts, lists, and exports include the work twice.

## How to fix
Delete the copies, and keep the first record.

## Fix safety
Safe. The fix deletes a copy only if the same text occurs before it in the same file. A copy of a record in another
file has no fix, and a record that differs in a field that no rule reads is not deleted.

## What is not flagged
- Records that differ in any field that scholint reads, including the identifier. Positions in the source are not
  compared.
- Individual copies, if there are more than 50 between two sources or within one source. They are reported once: copies
  with a fix in one finding, and copies without a fix in another. With `--fix` and `--diff`, every copy is reported.

## References
- None. Two records are copies if all their fields are equal.
"""

from __future__ import annotations

import polars as pl

from scholint.checks.duplicates.groups import cluster, first_place
from scholint.checks.duplicates.works import WORK
from scholint.checks.rule import Across, Check, Fix, Folding, rule


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
    """Return a check that flags exact copies of earlier records. Records are grouped by a hash of all columns."""
    again = pl.int_range(pl.len()).over("content", "source") > 0
    return Check(
        field="record",
        violates=pl.int_range(pl.len()).over("content") > 0,
        message=pl.format("record is an exact copy of {}", first_place("content")),
        value=pl.col("record"),
        evidence=cluster("content"),
        fix=Fix(value=pl.lit(None, pl.String), field="record", safe=True, removes=again),
        across=Across(keys=WORK, group_by="content", min_rows=2),
        folding=Folding(
            alike=(
                pl.when(again).then(pl.lit("copy")).otherwise(pl.lit("copy of another file")),
                pl.col("source").first().over("content"),
            )
        ),
    )
