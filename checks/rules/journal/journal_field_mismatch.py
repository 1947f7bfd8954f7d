"""Journal covers a field far from the subject of the paper.

## Why it matters
The record is probably in the wrong journal, and the work is assessed where it never appeared.

## How to fix
Open the DOI, and take the journal from the landing page.

The rule is off by default. Journals publish papers outside their field, and where nearly all records are correct, most
findings are such papers (see the precision above). Select it for sources whose journals were matched by name, and read
its findings as a ranked list.

It is a warning if fewer than 1 in 1,000 correct records have as high a score. It is an info if fewer than 1 in 200
have, or if the record has no abstract.

A model estimates the subject of the paper from its title, its abstract, and its fields of study, and the field of the
journal from the subjects that Crossref or the Directory of Open Access Journals list for it, its publisher, and its
title. To save time, the whole abstract is read only for the 7 to 10 of 100 papers that the title and the first 200
letters of the abstract do not clear. This misses 1 in 100 of the papers that could be flagged, and 1 in 100 papers is
not reported as undecided.

With the option `encoder` and the extra `scholint[encoder]` (32 MB), a multilingual sentence encoder also reads the
title and the first 400 letters of the abstract of these papers, about 120 texts per second. It finds 56 of 100
records in a journal of a distant field, instead of 54, with as many false alarms. Texts in other languages than English
stay undecided, and the evidence of DOI007 and JNL006 does not use the encoder.

## What is not flagged
- Neighboring fields.
- Journals that cover many fields, front matter, and notices.
- Texts in languages other than English, and records for which either side is unclear: undecided.
- Records whose sibling records (two with the same ISSN in the DOI, or five with the same letters or journal number)
  are in the same journal. The options `issn_siblings` and `siblings` set these numbers.
- Records that DOI007 or JNL006 reports, if these are selected too. Their findings contain both subjects as evidence.

## Options
- `issn_siblings`: agreeing sibling records that clear a record, for a pattern with an ISSN.
- `siblings`: the same for other patterns.
- `encoder`: also read doubtful texts with the sentence encoder of the extra `scholint[encoder]`.

## References
- Semantic Scholar, fields of study, https://api.semanticscholar.org/api-docs/graph
- Directory of Open Access Journals, subjects (Library of Congress Classification)
"""

from __future__ import annotations

import polars as pl

from scholint import extras
from scholint.checks.message import quoted
from scholint.checks.rule import Across, Check, rule
from scholint.checks.wrong_journal.evidence import FIELDS_READ, YIELDS_TO, field_keys, noted, signals
from scholint.checks.wrong_journal.keys import BY_ISSN, KEYS
from scholint.checks.wrong_journal.siblings import collect


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
    """Compare the fields of paper and journal, as far as the model is sure of both.

    Raises:
        MissingExtraError: the encoder is selected but not installed.

    """
    if encoder:
        extras.require("encoder", "option `encoder` of JNL002")
    level = pl.col("field_level")
    # Siblings in the same journal show that the DOI belongs to that journal.
    least = pl.when(BY_ISSN).then(issn_siblings).otherwise(siblings)
    confirmed = (~pl.col("stem_apart") & (pl.col("stem_agreeing") >= least)).fill_null(value=False)
    found = level.is_in(["info", "warning"]).fill_null(value=False) & ~confirmed
    return Check(
        field="journal",
        when=level.is_not_null(),
        undecided=level == "undecided",
        violates=found,
        severity=level,
        message=pl.format(
            "journal {} covers {}, but the paper is about {}",
            quoted(noted("name")),
            noted("journal_field"),
            noted("paper_field"),
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
            keys={**KEYS, **field_keys(encoder=encoder)}, frames=collect, yields_to=YIELDS_TO["JNL002"]
        ),
    )
