"""One text as the abstract of many works: a template, not an abstract.

## Why it matters
It says nothing of the works, and joins in search and in recommendations what has nothing in common.

## How to fix
Empty the field where the text is a notice of the publisher's; fetch the abstracts by DOI where it was carried over.

## What is not flagged
Told once a text, from 60 bytes and five titles on; titles that begin alike count as one. Fewer titles over one text are
`DUP003`. What is boilerplate by its words is `ABS005`, even on one record.

## References
- Crossref: abstracts, https://www.crossref.org/documentation/principles-practices/best-practices/abstracts/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.duplicates.bare_text import ABSTRACT
from scholint.checks.duplicates.groups import COUNTED, MANY, TITLES, cluster, derived, members, told
from scholint.checks.duplicates.works import WORK
from scholint.checks.rule import Across, Check, Scan, rule

_TEXT = "This paper belongs to the volume on the tides of the western harbours; see there for a summary."


@rule(
    code="DUP006",
    severity="info",
    fields=["abstract"],
    since="0.1.0",
    needs=["batch"],
    bad=[
        {"title": "A study of tides", "doi": "10.1000/1", "abstract": _TEXT},
        {"title": "The gauges of 1911", "doi": "10.1000/2", "abstract": _TEXT},
        {"title": "Pressure of the air", "doi": "10.1000/3", "abstract": _TEXT},
        {"title": "Tables that were early", "doi": "10.1000/4", "abstract": _TEXT},
        {"title": "Where harbours silt up", "doi": "10.1000/5", "abstract": _TEXT},
    ],
    good=[
        {"title": "A study of tides", "doi": "10.1000/1", "abstract": _TEXT},
        {"title": "The gauges of 1911", "doi": "10.1000/2", "abstract": _TEXT},
    ],
)
def shared_boilerplate_abstract(*, titles_from: int = MANY) -> Check:
    """Group by the abstract's hash, and count the titles over it."""
    group = "abstract_hash"
    return Check(
        field="abstract",
        when=pl.col(group).is_not_null(),
        violates=told(group, COUNTED, first=1) & (titles_from <= TITLES),
        message=pl.format(
            "the abstract is a text that {} records under {} titles share",
            COUNTED.sum().over(group),
            TITLES,
        ),
        value=pl.col("shown"),
        evidence={"titles": TITLES, **cluster(group, COUNTED)},
        scan=Scan(steps=derived(group, members(group))),
        across=Across(keys={**ABSTRACT, **WORK}, group_by=group, min_rows=2),
    )
