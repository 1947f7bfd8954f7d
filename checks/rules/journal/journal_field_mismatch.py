"""A paper whose field is far from its journal's, by all that title and abstract say.

## Why it matters
The record most likely hangs under the wrong journal: the work is counted and judged where it never appeared.

## How to fix
Resolve the DOI and take the journal from there.

## What is not flagged
Off unless selected: a field alone proves nothing, for journals print papers outside their field, and where nearly all
records are right nearly all of these findings are such papers (the figure above). Select it for feeds whose journals were
matched by name, and read its findings as a ranked list. Never an error. A warning where
fewer than 1 in 1,000 true records scores as high, an info where fewer than 1 in 200 does, or where only the title tells.
The journal's field comes from the subjects that Crossref or the Directory of Open Access Journals give it, from its
publisher and from its name; the paper's from title and abstract, and from its own fields of study. Neighbouring fields pass. Undecided
where either side is unsure, and in other languages than English, which the model has not learnt; not judged are
journals of many fields, front matter and notices. For speed, the whole abstract is read only where the title and its
first 200 letters do not already speak for the journal's field (7 to 10 of 100 papers): what these clear passes, also where
the whole abstract would have left it undecided (1 in 100 papers) or suspected it (1 in 100 of the far papers that are
found). Silent where `DOI007` or `JNL006` is selected too and tells the record, with the fields as their evidence, and where
siblings with the same pattern of DOIs (two with the same ISSN, five with the same letters) are in the same journal.

With the option `encoder` and the extra `scholint[encoder]` (32 MB), what is read whole is read by a multilingual sentence
encoder too: of the records with abstract under a journal of a far field 56 in 100 are warned of, where it is 54 without, at as
many false alarms. Title and the first 400 letters of the abstract are read, some 120 texts a second. Other languages than
English stay undecided, and the fields that `DOI007` and `JNL006` give as evidence stay those of the words.

## References
- Semantic Scholar: fields of study, https://api.semanticscholar.org/api-docs/graph
- Directory of Open Access Journals: subjects (Library of Congress Classification)
"""

from __future__ import annotations

import polars as pl

from scholint import extras
from scholint.checks.message import quoted
from scholint.checks.rule import Across, Check, rule
from scholint.checks.wrong_journal.evidence import BEHIND, FIELDS_READ, field_keys, noted, signals
from scholint.checks.wrong_journal.keys import BY_ISSN, KEYS
from scholint.checks.wrong_journal.siblings import gathered


@rule(
    code="JNL002",
    severity="warning",
    fields=["journal"],
    since="0.1.0",
    needs=["reference", "batch"],
    opt_in=True,
    bad=[
        {
            "title": "Trade and foreign policy between two republics after the end of the cold war",
            "doi": "10.1000/1",
            "journal": "Journal of Clinical Cardiology",
            "type": "article",
            "abstract": "This article examines the foreign policy of both states and their diplomatic relations since the end of the cold war. It asks how governments, parties and presidents have changed the bilateral relationship, and which role international organisations, trade agreements and the balance of power in the region have played. Based on speeches and treaties, we argue that domestic politics explains the state's position in world politics better than its economy.",
        }
    ],
    good=[
        {
            "title": "Trade and foreign policy between two republics after the end of the cold war",
            "doi": "10.1000/1",
            "journal": "Journal of International Relations",
            "type": "article",
            "abstract": "This article examines the foreign policy of both states and their diplomatic relations since the end of the cold war. It asks how governments, parties and presidents have changed the bilateral relationship, and which role international organisations, trade agreements and the balance of power in the region have played. Based on speeches and treaties, we argue that domestic politics explains the state's position in world politics better than its economy.",
        }
    ],
)
def journal_field_mismatch(*, issn_siblings: int = 2, siblings: int = 5, encoder: bool = False) -> Check:
    """Compare the distributions of fields on both sides.

    Raises:
        MissingExtraError: the encoder is asked for and not installed.

    """
    if encoder:
        extras.require("encoder", "option `encoder` of JNL002")
    level = pl.col("field_level")
    # Siblings in the same journal say that the DOI is that journal's.
    least = pl.when(BY_ISSN).then(issn_siblings).otherwise(siblings)
    borne_out = (~pl.col("stem_apart") & (pl.col("stem_agreeing") >= least)).fill_null(value=False)
    found = level.is_in(["info", "warning"]).fill_null(value=False) & ~borne_out
    return Check(
        field="journal",
        when=level.is_not_null(),
        undecided=level == "undecided",
        violates=found,
        severity=level,
        message=pl.format(
            "the paper is about {}, {} is a journal of {}",
            noted("paper_field"),
            quoted(noted("name")),
            noted("journal_field"),
        ),
        value=noted("name"),
        evidence={
            **signals(found, pl.lit(None, FIELDS_READ)),
            "paper_fields": noted("paper"),
            "paper_fields_from": noted("paper_from"),
            "words": noted("words"),
            "journal_fields": noted("journal"),
            "journal_fields_from": noted("journal_from"),
            "journal_issn": noted("issn"),
            "publisher_of_journal": noted("publisher"),
            "score": noted("score"),
        },
        across=Across(
            keys={**KEYS, **field_keys(encoder=encoder)}, frames=gathered, yields_to=BEHIND["JNL002"]
        ),
    )
