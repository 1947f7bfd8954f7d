"""An abstract that is nearly another record's: a few words apart, under another DOI or title.

## Why it matters
One work stands in the batch twice, as two sources or two versions tell of it, or a text was used again.

## How to fix
Compare the records with their landing pages; the evidence names the likely relation and the record to keep.

## What is not flagged
Off by default, since it takes a second for 60,000 abstracts: select it, or give `--index`. Looked at: abstracts of 30
words or more. Candidates come from MinHash, a pair is told only by the exact Jaccard similarity of its three-word runs,
from `similarity` on. Told once a cluster, at its second text; an info also where nothing explains it, since of eight
such findings on real records three were false; five titles over nearly one text are a template. Texts that are the same are `DUP003`.

## References
- A. Broder: On the resemblance and containment of documents, 1997
"""

from __future__ import annotations

from functools import partial

import polars as pl

from scholint.checks.duplicates import sketches
from scholint.checks.duplicates.bare_text import ABSTRACT
from scholint.checks.duplicates.groups import (
    COUNTED,
    RELATED,
    UNEXPLAINED,
    cluster,
    derived,
    members,
    place,
    told,
)
from scholint.checks.duplicates.works import WORK
from scholint.checks.rule import Across, Check, Grouping, Scan, rule

_ONE = (
    "Bakers of three towns kept a book of every loaf that came back to them unsold. We copied the books for the winter"
    " of 1911, weighed loaves of the same kinds, and asked what was done with the bread. Most of it went to farms as feed,"
    " some to the poor house, and none was thrown away. Returns fell by half once the ovens were lit later."
)
_SKETCH = pl.col("abstract_sketch")


@rule(
    code="DUP004",
    severity="info",
    fields=["abstract"],
    since="0.1.0",
    needs=["batch"],
    opt_in=True,
    on_with_index=True,
    bad=[
        {"title": "Bread that came back", "doi": "10.1000/41", "abstract": _ONE},
        {
            "title": "A history of bread",
            "doi": "10.1000/2",
            "abstract": _ONE.replace("by half once", "by half when"),
        },
    ],
    good=[
        {"title": "Bread that came back", "doi": "10.1000/41", "abstract": _ONE},
        {
            "title": "Tides of the western harbours",
            "doi": "10.1000/42",
            "abstract": " ".join(reversed(_ONE.split())),
        },
    ],
)
def near_duplicate_abstract(*, similarity: float = 0.8) -> Check:
    """Cluster by MinHash and exact Jaccard, and name the relation of a cluster's works."""
    group = "near_cluster"
    share = pl.col("near_similarity").round(2)
    return Check(
        field="abstract",
        when=pl.col("text_hash").is_not_null(),
        violates=told(group, COUNTED),
        message=pl.format("the abstract is nearly that of {} ({})", place(group, COUNTED), RELATED),
        value=pl.col("shown"),
        evidence={"similarity": share, "relation": RELATED, **cluster(group, COUNTED)},
        scan=Scan(steps=derived(group, members(group, "text_hash", "abstract_hash"))),
        across=Across(
            keys={
                "words": _SKETCH.struct.field("words"),
                "text_hash": _SKETCH.struct.field("text_hash"),
                **{name: _SKETCH.struct.field(name) for name in sketches.BAND_NAMES},
                **ABSTRACT,
                **WORK,
            },
            frames=partial(sketches.near_clusters, similarity=similarity),
        ),
        grouping=Grouping(
            alike=(pl.when(RELATED != UNEXPLAINED).then(RELATED), pl.col("source").first().over(group))
        ),
    )
