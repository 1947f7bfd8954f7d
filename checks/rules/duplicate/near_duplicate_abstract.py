"""Abstract is nearly identical to that of a record with another DOI or title.

## Why it matters
The same work is in the data twice, or its text was reused.

## How to fix
Compare the records with their landing pages. The message names the likely relation. The evidence names the record to keep
(`survivor`, the most complete one).

The severity is always info, because three of eight findings without a known relation on real records were wrong.

The rule is off by default, because it takes about one second per 60,000 abstracts. To turn it on, select it or use
`--index`.

The rule finds candidates with MinHash, and then compares the sequences of three words that the texts contain. It flags
two texts if their exact Jaccard similarity is at least 0.8 (option `similarity`).

## What is not flagged
- Abstracts shorter than 200 bytes or 30 words.
- Identical abstracts (reported by DUP003).
- Records with the same DOI (reported by DUP001).
- Further records of a cluster, because each cluster is reported once, at its second text.
- Individual records, if more than 50 findings have the same known relation between the same two sources. They are
  reported once, with their number.

## Options
- `similarity`: minimum Jaccard similarity of two texts, from 0 to 1.

## References
- A. Broder, On the resemblance and containment of documents, 1997
"""

from __future__ import annotations

from functools import partial

import polars as pl

from scholint.checks.duplicates import sketches
from scholint.checks.duplicates.bare_text import ABSTRACT
from scholint.checks.duplicates.groups import (
    COUNTED,
    RELATED,
    UNRELATED,
    cluster,
    derived,
    first_title,
    is_representative,
    members,
)
from scholint.checks.duplicates.works import WORK
from scholint.checks.rule import Across, Check, Folding, Scan, rule

_ONE = (
    "Bakers of three towns kept a book of every loaf that came back to them unsold. We copied the books for the winter"
    " of 1911, weighed loaves of the same kinds, and asked what was done with the bread. Most of it went to farms as feed,"
    " some to the poor house, and none was thrown away. Returns fell by half once the ovens were lit later."
)
_PAIR = 2
_SKETCH = pl.col("abstract_sketch")


@rule(
    code="DUP004",
    severity="info",
    fields=["abstract"],
    since="0.1.0",
    needs=["batch"],
    opt_in=True,
    traits=["on-with-index"],
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
    """Return a check that flags works whose abstract is nearly identical to that of another work.

    Abstracts are clustered by MinHash and exact Jaccard similarity.
    The message says how the works of a cluster are related.
    """
    group = "near_cluster"
    share = pl.col("near_similarity").round(2)
    return Check(
        field="abstract",
        when=pl.col("text_hash").is_not_null(),
        violates=is_representative(group, COUNTED),
        message=pl.format(
            "abstract is nearly identical to that of {}: {}, similarity {}{}",
            first_title(group, COUNTED, nameless="the record at {}"),
            RELATED,
            # In a cluster of three or more texts, the value is the highest similarity with any other text.
            pl.when(COUNTED.sum().over(group) > _PAIR).then(pl.lit("up to ")).otherwise(pl.lit("")),
            share,
        ),
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
        folding=Folding(
            alike=(pl.when(RELATED != UNRELATED).then(RELATED), pl.col("source").first().over(group))
        ),
    )
