"""One DOI on several records that are not the same.

## Why it matters
An import that keys on the DOI overwrites one record with another; one that does not holds the work twice.

## How to fix
Resolve the DOI, keep it on the record that it belongs to, and look up the others'. Where the records tell of the
same work, keep the survivor that the evidence names.

## What is not flagged
DOIs are compared bare and without case. Records that are equal in every field are `DUP002`. Told for every record
after the first. A warning where title, or first author and year, are the first record's: the same work recorded
twice, as overlapping sources do; beyond 50 of these between two sources, or 50 other works under one DOI, one finding
stands for all.

## References
- DOI Handbook, 2.4: DOI names are unique and case-insensitive
"""

from __future__ import annotations

import polars as pl

from scholint.checks.duplicates.groups import SAME, agrees, cluster, first_of, place
from scholint.checks.duplicates.works import DERIVED, WORK
from scholint.checks.message import quoted
from scholint.checks.rule import Across, Check, Grouping, Scan, rule


@rule(
    code="DUP001",
    severity="error",
    fields=["doi"],
    since="0.1.0",
    needs=["batch"],
    bad=[
        {"title": "A study of tides", "doi": "10.1000/1"},
        {"title": "A history of bread", "doi": "10.1000/1"},
    ],
    good=[
        {"title": "A study of tides", "doi": "10.1000/1"},
        {"title": "A history of bread", "doi": "10.1000/2"},
    ],
)
def duplicate_doi() -> Check:
    """Group by the DOI's key; copies of earlier records are another rule's."""
    group = "doi_key"

    same = agrees(group)
    return Check(
        field="doi",
        when=pl.col(group).is_not_null(),
        violates=(pl.int_range(pl.len()).over(group) > 0) & first_of(group, "content"),
        severity=pl.when(same).then(pl.lit("warning")).otherwise(pl.lit("error")),
        message=pl.format("{} also stands on {}", quoted("shown_doi"), place(group)),
        value=pl.col("shown_doi"),
        evidence={
            "relation": pl.when(same).then(pl.lit(SAME)).otherwise(pl.lit("another work")),
            **cluster(group),
        },
        scan=Scan(steps=(DERIVED,)),
        across=Across(
            keys={group: pl.col(group), "shown_doi": pl.col("doi"), **WORK}, group_by=group, min_rows=2
        ),
        grouping=Grouping(
            alike=(pl.when(same).then(pl.lit(SAME)).otherwise(group), pl.col("source").first().over(group))
        ),
    )
