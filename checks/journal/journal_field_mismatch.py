"""A paper whose field is far from its journal's, by all that title and abstract say.

## Why is this bad?
The record most likely hangs under the wrong journal: the work is counted and judged where it never appeared.

## How to mend
Resolve the DOI and take the journal from there.

## Known limits
A field alone proves nothing, so that this is never an error: journals print papers outside their field. A warning where
fewer than 1 in 1,000 true records scores as high, an info where fewer than 1 in 200 does, or where only the title tells.
The journal's field comes from the subjects that Crossref or the Directory of Open Access Journals give it, else from
its name; the paper's from title and abstract, and from its own fields of study. Neighbouring fields pass. Undecided
where either side is unsure, and in other languages than English, which the model has not learnt; not judged are
journals of many fields, proceedings, editorials and notices. Silent where `DOI007` already tells it, with the fields as
its evidence.

## References
- Semantic Scholar: fields of study, https://api.semanticscholar.org/api-docs/graph
- Directory of Open Access Journals: subjects (Library of Congress Classification)
"""

from __future__ import annotations

import polars as pl

from scholint.checks.doi_issn import issn_judgement
from scholint.checks.field_model import words_that_spoke
from scholint.checks.findings import quoted
from scholint.checks.reference import as_of, publisher_of_issn, registrants
from scholint.checks.rule import Check, rule

_SIGNAL = pl.col("field_signal")
_TOLD = ("info", "warning")


@rule(
    code="JNL002",
    severity="warning",
    fields=["journal"],
    since="0.1.0",
    needs=["reference"],
    bad={
        "title": "Trade and foreign policy between two republics after the end of the cold war",
        "doi": "10.1000/1",
        "journal": "Journal of Clinical Cardiology",
        "type": "article",
        "abstract": "This article examines the foreign policy of both states and their diplomatic relations since the end of the cold war. It asks how governments, parties and presidents have changed the bilateral relationship, and which role international organisations, trade agreements and the balance of power in the region have played. Based on speeches and treaties, we argue that domestic politics explains the state's position in world politics better than its economy.",
    },
    good={
        "title": "Trade and foreign policy between two republics after the end of the cold war",
        "doi": "10.1000/1",
        "journal": "Journal of International Relations",
        "type": "article",
        "abstract": "This article examines the foreign policy of both states and their diplomatic relations since the end of the cold war. It asks how governments, parties and presidents have changed the bilateral relationship, and which role international organisations, trade agreements and the balance of power in the region have played. Based on speeches and treaties, we argue that domestic politics explains the state's position in world politics better than its economy.",
    },
)
def journal_field_mismatch() -> Check:
    """Compare the distributions of fields on both sides."""
    part = {name: _SIGNAL.struct.field(name) for name in ("paper", "journal", "paper_field", "journal_field")}
    level = _SIGNAL.struct.field("level")
    told = level.is_in(_TOLD)
    elsewhere = (
        issn_judgement(told).struct.field("verdict").is_in(["error", "warning"]).fill_null(value=False)
    )
    issn = pl.when(told).then(pl.col("issn_valid"))
    return Check(
        field="journal",
        when=level.is_not_null(),
        undecided=level == "undecided",
        violates=told & ~elsewhere,
        severity=level,
        message=pl.format(
            "the paper is about {}, {} is a journal of {}",
            part["paper_field"],
            quoted("journal"),
            part["journal_field"],
        ),
        evidence={
            "paper_fields": part["paper"],
            "paper_fields_from": _SIGNAL.struct.field("paper_from"),
            "words": words_that_spoke(_SIGNAL),
            "journal_fields": part["journal"],
            "journal_fields_from": _SIGNAL.struct.field("journal_from"),
            "issn": issn,
            "publisher_of_issn": publisher_of_issn(issn).list.first(),
            "registrant": registrants(pl.when(told).then(pl.col("doi_prefix"))).list.first(),
            "score": _SIGNAL.struct.field("score").cast(pl.Float64).round(2),
            "as_of": pl.lit(as_of("journals")),
        },
    )
