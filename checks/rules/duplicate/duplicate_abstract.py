"""One abstract under different DOIs or titles.

## Why it matters
One of the records carries another work's abstract, or one work stands under several DOIs.

## How to fix
Compare the records with their landing pages; the evidence names the likely relation and the record to keep.

## What is not flagged
Compared from 200 bytes on, without markup, label, typography, white space and case; texts that differ in a word are
`DUP004`. Told once a cluster, at its second member. Records of one DOI are `DUP001`, copies are `DUP002`, one text
under five titles or more is `DUP006`. An info, not a warning, where the records themselves explain it: a preprint and
its article, a conference and a journal version, a notice, a translation, parts of a series, versions of one title, or
the same work from two sources; beyond 50 of a kind between two sources one finding stands for all.

## References
- COPE: redundant publication; Crossref: `is-preprint-of`, `is-version-of`
"""

from __future__ import annotations

import polars as pl

from scholint.checks.duplicates.bare_text import ABSTRACT
from scholint.checks.duplicates.groups import (
    COUNTED,
    RELATED,
    TEMPLATE,
    UNEXPLAINED,
    cluster,
    derived,
    members,
    place,
    told,
)
from scholint.checks.duplicates.works import WORK
from scholint.checks.rule import Across, Check, Grouping, Scan, rule


@rule(
    code="DUP003",
    severity="warning",
    fields=["abstract"],
    since="0.1.0",
    needs=["batch"],
    bad=[
        {
            "title": "A study of tides",
            "doi": "10.1000/1",
            "abstract": "We measured the tides of eleven harbours along the western coast for two years, corrected the readings for the pressure of the air, and compared them with the tables that the harbour offices had printed. The tables were right in nine harbours. In two they were early by a quarter of an hour, since the gauges had been moved.",
        },
        {
            "title": "A history of bread",
            "doi": "10.1000/2",
            "abstract": "We measured the tides of eleven harbours along the western coast for two years, corrected the readings for the pressure of the air, and compared them with the tables that the harbour offices had printed. The tables were right in nine harbours. In two they were early by a quarter of an hour, since the gauges had been moved.",
        },
    ],
    good=[
        {"title": "A study of tides", "doi": "10.1000/1", "abstract": "We measured."},
        {"title": "A history of bread", "doi": "10.1000/2", "abstract": "We measured."},
    ],
)
def duplicate_abstract() -> Check:
    """Group by the abstract's hash, and name the relation of the group's works."""
    group = "abstract_hash"
    return Check(
        field="abstract",
        when=pl.col(group).is_not_null() & pl.col("abstract_long"),
        violates=told(group, COUNTED) & (RELATED != TEMPLATE),
        severity=pl.when(RELATED == UNEXPLAINED).then(pl.lit("warning")).otherwise(pl.lit("info")),
        message=pl.format("the abstract also stands on {} ({})", place(group, COUNTED), RELATED),
        value=pl.col("shown"),
        evidence={"relation": RELATED, **cluster(group, COUNTED)},
        scan=Scan(steps=derived(group, members(group))),
        across=Across(keys={**ABSTRACT, **WORK}, group_by=group, min_rows=2),
        grouping=Grouping(
            alike=(pl.when(RELATED != UNEXPLAINED).then(RELATED), pl.col("source").first().over(group))
        ),
    )
