"""Abstract is a text shared by many different works.

## Why it matters
The text says nothing about the work, and links unrelated works in search and recommendations.

## How to fix
Clear the field if the text is a notice from the publisher. Look up the abstracts with the DOI if the text was copied
from one record to the others.

## What is not flagged
- Texts shorter than 60 bytes.
- Texts of records with fewer than five different titles (option `titles_from`; reported by DUP003). Titles with the same
  start count as one.
- Further records with the text, because each text is reported once.
- Boilerplate that is recognizable by its words, even in a single record (reported by ABS005).

## Options
- `titles_from`: minimum number of different titles; texts that fewer titles have in common are not flagged.

## References
- Crossref, abstracts, https://www.crossref.org/documentation/principles-practices/best-practices/abstracts/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.duplicates.bare_text import ABSTRACT
from scholint.checks.duplicates.groups import (
    COUNTED,
    TEMPLATE_TITLES,
    TITLES,
    cluster,
    derived,
    is_representative,
    members,
)
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
def shared_boilerplate_abstract(*, titles_from: int = TEMPLATE_TITLES) -> Check:
    """Return a check that flags abstracts shared by works with at least `titles_from` different titles.

    Records are grouped by the hash of the abstract.
    """
    group = "abstract_hash"
    return Check(
        field="abstract",
        when=pl.col(group).is_not_null(),
        violates=is_representative(group, COUNTED, first=1) & (titles_from <= TITLES),
        message=pl.format(
            "abstract is shared by {} records with {} different titles",
            COUNTED.sum().over(group),
            TITLES,
        ),
        value=pl.col("shown"),
        evidence={"titles": TITLES, **cluster(group, COUNTED)},
        scan=Scan(steps=derived(group, members(group))),
        across=Across(keys={**ABSTRACT, **WORK}, group_by=group, min_rows=2),
    )
