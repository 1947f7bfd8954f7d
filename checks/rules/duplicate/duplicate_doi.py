"""DOI is shared by records that are not copies of each other.

## Why it matters
Imports that use the DOI as a key overwrite one record with another, and other imports store the work twice.

## How to fix
Open the DOI, and keep it in the record of the work that it belongs to. Look up the DOIs of the other records. If the
records describe one work, keep the record that the evidence names (`survivor`, the most complete one).

The finding is a warning if the record has the same title as the first record with the DOI, or the same first author and
year. The same work was then recorded twice, as happens when sources overlap. Otherwise the finding is an error.

## What is not flagged
- Exact copies of an earlier record (reported by DUP002).
- Individual records, if there are more than 50 findings about the same work between the same two sources, or more than 50
  about different works with one DOI. They are reported once, with their number.

DOIs that differ only in resolver, label, or letter case count as one DOI.

## References
- DOI Handbook, 2.4: DOI names are unique and case-insensitive
"""

from __future__ import annotations

import polars as pl

from scholint.checks.duplicates.groups import SAME, cluster, first_title, is_first, is_same_work
from scholint.checks.duplicates.works import DERIVED, WORK
from scholint.checks.message import quoted
from scholint.checks.rule import Across, Check, Folding, Scan, rule


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
    """Return a check that flags DOIs that an earlier record also has.

    Records are grouped by the normal form of the DOI. DUP002 reports exact copies of earlier records.
    """
    group = "doi_key"
    same = is_same_work(group)
    return Check(
        field="doi",
        when=pl.col(group).is_not_null(),
        violates=(pl.int_range(pl.len()).over(group) > 0) & is_first(group, "content"),
        severity=pl.when(same).then(pl.lit("warning")).otherwise(pl.lit("error")),
        message=pl.format(
            "DOI {} is also used by {}: {}",
            quoted("shown_doi"),
            pl.when(same)
            .then(pl.lit("another record of the same work"))
            .otherwise(pl.lit("a different work")),
            first_title(group),
        ),
        value=pl.col("shown_doi"),
        evidence={
            "relation": pl.when(same).then(pl.lit(SAME)).otherwise(pl.lit("different works")),
            **cluster(group),
        },
        scan=Scan(steps=(DERIVED,)),
        across=Across(
            keys={group: pl.col(group), "shown_doi": pl.col("doi"), **WORK}, group_by=group, min_rows=2
        ),
        folding=Folding(
            alike=(pl.when(same).then(pl.lit(SAME)).otherwise(group), pl.col("source").first().over(group))
        ),
    )
