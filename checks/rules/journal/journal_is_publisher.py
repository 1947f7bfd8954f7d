"""A journal that is the name of its publisher.

## Why it matters
The field was filled from the wrong place, and all the publisher's journals become one.

## How to fix
Fetch the container title by the DOI or the ISSN.

## What is not flagged
Societies that publish a journal of their own name are told apart by the reference tables: a title that they
know passes. So do publishers whose name says that it is a journal's own (`Tidal Letters Editorial Board`),
since the letters must be equal.

## References
- ISO 3297 (ISSN); ISO 4 (abbreviation of titles)
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, rule
from scholint.checks.values.text import letters

_COMPANY = r"(?i)\b(?:press|publish\pL*|verlag|editor(?:ial|a|es)|presses|books|bv|gmbh|ltd|limited|inc|llc|ag|corporation|company|group|universi\pL+|izdatel\pL+)\b|издательство|出版"
_ALONE = r"(?i)^\W*(?:elsevier(?: b\.?v\.?| ltd\.?| inc\.?)?|springer(?: nature| science and business media(?: llc)?|-verlag)?|wiley(?:-blackwell)?|john wiley (?:&|and) sons.{0,6}|taylor (?:&|and) francis(?: group)?|informa uk limited|sage publications?.{0,6}|mdpi(?: ag)?|frontiers media(?: sa)?|hindawi(?: limited| publishing corporation)?|oxford university press(?: \(oup\))?|cambridge university press(?: \(cup\))?|wolters kluwer(?: health)?|ieee|acm|emerald(?: publishing)?|de gruyter|karger|thieme|iop publishing|bentham science publishers|scientific research publishing|omics international)\W*$"


@rule(
    code="JNL007",
    severity="warning",
    fields=["journal"],
    since="0.1.0",
    bad={
        "title": "A study of tides",
        "doi": "10.1000/1",
        "journal": "Elsevier BV",
        "publisher": "Elsevier BV",
        "type": "article",
    },
    good={
        "title": "A study of tides",
        "doi": "10.1000/1",
        "journal": "Tidal Letters",
        "publisher": "Elsevier BV",
        "type": "article",
    },
)
def journal_is_publisher() -> Check:
    """Compare the letters of both names, and match publishers' names."""
    name = letters(pl.col("journal"))
    company = pl.col("journal").str.contains(_COMPANY)
    return Check(
        field="journal",
        when=pl.col("is_article"),
        violates=(name != "")
        & ((name == letters(pl.col("publisher"))) & company | pl.col("journal").str.contains(_ALONE)),
        message=pl.format("{} is a publisher", quoted("journal")),
        evidence={"publisher": pl.col("publisher")},
    )
