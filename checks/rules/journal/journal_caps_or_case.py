"""A journal's name in capitals only, or in small letters only.

## Why it matters
Two spellings of one journal stand in every list.

## How to fix
Write the name as the register does.

## Fix safety
Safe: only case and marks change, accents are added and never lost, and the reference tables say how.

## What is not flagged
HTML entities are `TXT002`. PLOS ONE, acronyms, names of one word and scripts without case pass. The proposal
writes the reference tables' spelling where they have one for the record's ISSN; else there is none.
What most records of a file have in common is told once, and so is one value in many records.

## References
- ISO 3297 (ISSN); ISO 4 (abbreviation of titles)
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.reference.lookups import titles_of_issn
from scholint.checks.reference.titles import title_among
from scholint.checks.rule import Check, Fix, Grouping, rule

# A qualifier in brackets (`(Paris, France : 1945)`) is the register's, not the journal's.
_SPELLED = r"^\p{Lu}[^(\[]*\p{Ll}[^(\[]*$"


@rule(
    code="JNL008",
    severity="info",
    fields=["journal"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "journal": "JOURNAL OF TIDAL RESEARCH"},
    good={"title": "A study of tides", "doi": "10.1000/1", "journal": "PLOS ONE"},
)
def journal_caps_or_case(*, words: int = 2) -> Check:
    """Look for names of several words in one case."""
    issn = pl.col("issn_valid")
    name = pl.col("journal")
    capitals = (
        ~name.str.contains(r"\p{Ll}")
        & name.str.contains(r"\p{Lu}{5}")
        & (name.str.count_matches(r"\p{Lu}{3,}") >= words)
        & ~name.str.contains(r"^(?:ACM|IEEE|IFIP|SIAM|AIP|SPIE)\b.{0,30}\b(?:19|20)\d\d\b")
    )
    small = name.str.contains(r"^\p{Ll}[\p{Ll}\s,.:&'-]*$") & (name.str.count_matches(r"\p{Ll}{3,}") >= words)
    titles = titles_of_issn(pl.when(capitals | small).then(issn))
    # The tables have the title before and after a change, and with its subtitle.
    spelled = titles.list.eval(pl.element().filter(pl.element().str.contains(_SPELLED)))
    return Check(
        field="journal",
        violates=capitals | small,
        message=pl.format(
            "the name {} is in {} letters only",
            quoted("journal"),
            pl.when(capitals).then(pl.lit("capital")).otherwise(pl.lit("small")),
        ),
        fix=Fix(value=title_among(name, spelled), safe=True),
        grouping=Grouping(common=True),
    )
