"""Abstract is shared by records with different DOIs or titles.

## Why it matters
One record has another work's abstract, or one work is registered under several DOIs. A wrong abstract misleads search,
text mining, and recommendations. Several DOIs split citations and counts.

## How to fix
1. Open the DOIs of both records, and compare their titles and abstracts with the landing pages.
2. If an abstract belongs to another work, replace it or clear the field.
3. If the records describe one work, keep the record that the evidence names (`survivor`, the most complete one), and
   relate or delete the other.

The message names the relation that the records suggest. The finding is a warning if there is no known relation, and info
for all other relations:

| relation | usual action |
|---|---|
| no known relation | check both records |
| same work, recorded twice | merge the records |
| preprint and article | keep both, link them |
| versions of one preprint | keep the latest |
| conference and journal version | keep both, link them |
| versions or editions of one work | keep both, or the latest |
| parts of a series, parts of a dataset | none |
| translation | keep both, link them |
| notice about the other work | keep both, link them |

## What is not flagged
- Abstracts shorter than 200 bytes.
- Texts that differ in one or more words (if they are nearly identical, reported by DUP004). Differences in markup, a
  leading label, typographic quotes and dashes, whitespace, and letter case are ignored.
- Records with the same DOI (reported by DUP001), and exact copies (reported by DUP002).
- Texts that records with five or more different titles have in common (reported by DUP006).
- Further records of a cluster, because each cluster is reported once, at its second record.
- Individual records, if more than 50 findings have the same known relation between the same two sources. They are
  reported once, with their number.

## References
- COPE, guidance on redundant publication, https://publicationethics.org
- Crossref, relationship types `is-preprint-of` and `is-version-of`
"""

from __future__ import annotations

import polars as pl

from scholint.checks.duplicates.bare_text import ABSTRACT
from scholint.checks.duplicates.groups import (
    COUNTED,
    RELATED,
    TEMPLATE,
    UNRELATED,
    cluster,
    derived,
    first_title,
    is_representative,
    members,
)
from scholint.checks.duplicates.works import WORK
from scholint.checks.rule import Across, Check, Folding, Scan, rule


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
    """Return a check that flags works with the same abstract as another work.

    Records are grouped by the hash of the abstract. The message says how the works of a group are related.
    """
    group = "abstract_hash"
    return Check(
        field="abstract",
        when=pl.col(group).is_not_null() & pl.col("abstract_long"),
        violates=is_representative(group, COUNTED) & (RELATED != TEMPLATE),
        severity=pl.when(RELATED == UNRELATED).then(pl.lit("warning")).otherwise(pl.lit("info")),
        message=pl.format(
            "abstract is identical to that of {}: {}",
            first_title(group, COUNTED, nameless="the record at {}"),
            RELATED,
        ),
        value=pl.col("shown"),
        evidence={"relation": RELATED, **cluster(group, COUNTED)},
        scan=Scan(steps=derived(group, members(group))),
        across=Across(keys={**ABSTRACT, **WORK}, group_by=group, min_rows=2),
        folding=Folding(
            alike=(pl.when(RELATED != UNRELATED).then(RELATED), pl.col("source").first().over(group))
        ),
    )
