"""Journal and publisher have the same name, or the journal is a publisher.

## Why it matters
One of the two fields was filled from the wrong place, and different journals merge into one.

## How to fix
Look up the journal with the DOI or the ISSN.

## What is not flagged
- Equal names that contain no word for a company, such as `Press`, `Verlag`, or `Ltd`. Societies publish journals under
  their own name.
- Publisher names that are longer than the journal title: `Tidal Letters Editorial Board`.
- Books and other records that are not articles.

## References
- ISO 3297, International standard serial number (ISSN)
- ISO 4, Rules for the abbreviation of title words
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, rule
from scholint.checks.values.text import letters

_COMPANY = (
    r"(?i)\b(?:press|publish\pL*|verlag|editor(?:ial|a|es)|presses|books|bv|gmbh|ltd|limited|inc|llc|ag|corporation"
    r"|company|group|universi\pL+|izdatel\pL+)\b|издательство|出版"
)
_LARGEST = (
    r"elsevier(?: b\.?v\.?| ltd\.?| inc\.?)?|springer(?: nature| science and business media(?: llc)?|-verlag)?"
    r"|wiley(?:-blackwell)?|john wiley (?:&|and) sons.{0,6}|taylor (?:&|and) francis(?: group)?|informa uk limited"
    r"|sage publications?.{0,6}"
)
_OPEN_ACCESS = r"|mdpi(?: ag)?|frontiers media(?: sa)?|hindawi(?: limited| publishing corporation)?"
_OTHERS = (
    r"|oxford university press(?: \(oup\))?|cambridge university press(?: \(cup\))?|wolters kluwer(?: health)?"
    r"|ieee|acm|emerald(?: publishing)?|de gruyter|karger|thieme|iop publishing|bentham science publishers"
    r"|scientific research publishing|omics international"
)
# Publishers that have no journal of the same name.
_PUBLISHER = rf"(?i)^\W*(?:{_LARGEST}{_OPEN_ACCESS}{_OTHERS})\W*$"


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
    """Return a check that flags journals that have the name of their publisher or of a known publisher."""
    name = letters(pl.col("journal"))
    same = (name == letters(pl.col("publisher"))) & pl.col("journal").str.contains(_COMPANY)
    return Check(
        field="journal",
        when=pl.col("is_article"),
        violates=(name != "") & (same | pl.col("journal").str.contains(_PUBLISHER)),
        message=pl.when(name == letters(pl.col("publisher")))
        .then(pl.format("journal and publisher have the same name: {}", quoted("journal")))
        .otherwise(pl.format("journal {} is the name of a publisher", quoted("journal"))),
        evidence={"publisher": pl.col("publisher")},
    )
