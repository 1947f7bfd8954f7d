"""ISSN belongs to a different journal than the one named.

## Why it matters
The work is counted and cited under two journals.

## How to fix
Open the DOI, and take the journal and its ISSN from the landing page.

A finding is an error if the reference tables list the journal with another publisher, and the titles have no
distinctive word in common. Otherwise it is a warning.

## What is not flagged
- Titles that differ from a registered title only in letter case, accents, parallel titles, subtitles, or abbreviation.
- Titles that have a distinctive word or most words in common with a registered title. The record may have a former
  title, and the tables lack many of these. Titles that differ only in function words are flagged if they belong to two
  publishers: `Frontiers in Physics`, `Frontiers of Physics`.
- Titles that the reference tables do not list. Most are volumes of a series, conferences, or translated titles.
- Titles in other scripts than Latin, abbreviated titles, and ISSNs of series.
- ISSNs that the reference tables do not list. They are undecided.
- ISSNs with a wrong check digit (reported by IDN002).

## References
- ISO 3297, International standard serial number (ISSN)
- ISO 4, Rules for the abbreviation of title words
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.reference.lookups import title_of_another_issn, titles_of_issn
from scholint.checks.reference.relation import title_relation
from scholint.checks.reference.tables import as_of
from scholint.checks.reference.title_match import same_words
from scholint.checks.reference.titles import in_latin, is_abbreviated, is_among, readable
from scholint.checks.rule import Check, Scan, rule
from scholint.checks.values.text import is_empty
from scholint.checks.values.venues import SERIES_OF_VOLUMES, WITHOUT_OWN_ISSN

_TITLES_SHOWN = 6


@rule(
    code="JNL001",
    severity="error",
    fields=["issns"],
    since="0.1.0",
    needs=["reference"],
    bad={
        "title": "A study of tides",
        "doi": "10.1000/1",
        "journal": "Revista de la Facultad de Derecho",
        "issns": ["0028-0836"],
    },
    good={"title": "A study of tides", "doi": "10.1000/1", "journal": "Nature", "issns": ["0028-0836"]},
)
def journal_issn_conflict() -> Check:
    """Return a check that flags journal titles that differ from all titles of the record's first valid ISSN."""
    issn = pl.col("issn_valid")
    looks = (
        issn.is_not_null()
        & ~is_empty("journal")
        & ~pl.col("journal").str.contains(WITHOUT_OWN_ISSN)
        & pl.col("is_article")
        & in_latin(pl.col("journal"))
    )
    titles, relation = pl.col("jnl001_titles"), pl.col("jnl001_relation")
    # Most titles equal a title in the table, except for letter case. The expensive comparison skips them.
    unlike = pl.when(looks & ~is_among(pl.col("journal"), titles)).then(pl.col("journal"))
    names = titles.list.head(_TITLES_SHOWN).list.join(" | ")
    return Check(
        field="issns",
        when=looks,
        undecided=(titles.list.len() == 0).fill_null(value=True),
        violates=(
            relation.is_in(["another", "known"])
            | ((relation == "similar") & same_words(pl.col("journal"), titles.list.first()))
        )
        & in_latin(titles.list.first())
        & ~titles.list.join(" | ").str.contains(SERIES_OF_VOLUMES)
        & ~is_abbreviated(pl.col("journal")),
        severity=pl.when(relation == "another").then(pl.lit("error")).otherwise(pl.lit("warning")),
        message=pl.format(
            "ISSN {} belongs to {}, but the record names {}",
            quoted(issn),
            quoted(readable(titles)),
            quoted("journal"),
        ),
        value=issn,
        evidence={
            "issn": issn,
            "registered_titles": names,
            "journal": pl.col("journal"),
            "reference": pl.lit("journals"),
            "as_of": as_of("journals"),
        },
        scan=Scan(
            steps=[
                {"jnl001_titles": titles_of_issn(issn)},
                {"jnl001_elsewhere": title_of_another_issn(unlike, issn)},
                {
                    "jnl001_relation": title_relation(
                        pl.when("jnl001_elsewhere").then(pl.col("journal")), issn
                    )
                },
            ]
        ),
    )
