"""An ISSN that belongs to another journal than the record names.

## Why it matters
Either the name or the ISSN is wrong: the work is counted and cited under two journals.

## How to fix
Resolve the DOI and take journal and ISSN from there.

## What is not flagged
Compared with every title that the reference tables know for the ISSN, as `scholint.checks.reference.title_match`
compares: case, accents, parallel titles, subtitles, abbreviations. Told only where the tables know the record's journal
too, as another: names that they do not know are mostly volumes of a series, conferences, or translated titles. Names
that share a telling word or most words pass, since tables miss former titles; names of two publishers that differ in
little words alone (`Frontiers in Physics`, `Frontiers of Physics`) are told. An error only where the journal is one of
another publisher, and the names share no word; elsewhere a warning. Undecided where the ISSN is unknown.

## References
- ISO 3297 (ISSN); ISO 4 (abbreviation of titles)
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

_VARIANTS = 6
_NO_JOURNAL = r"(?i)\barxiv|preprint|rxiv\b|\bssrn\b|lecture notes|conference|proceedings|symposium|workshop|advances in intelligent|\b\d{4}\b|zenodo|pubmed|medline|\bvol(?:ume)?\b"


# Their ISSN is the series', their name the volume's.
_SERIES = r"(?i)proceedings|lecture notes|conference series|symposium series|special publication|communications in computer|advances in|annals of the new york|contributions to|studies in|methods in"


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
    """Compare the journal's name with all titles of the record's first valid ISSN."""
    issn = pl.col("issn_valid")
    looks = (
        issn.is_not_null()
        & ~is_empty("journal")
        & ~pl.col("journal").str.contains(_NO_JOURNAL)
        & pl.col("is_article")
        & in_latin(pl.col("journal"))
    )
    titles, kin = pl.col("jnl001_titles"), pl.col("jnl001_kin")
    # Most names stand in the table letter by letter but for case, and need no closer look.
    unlike = pl.when(looks & ~is_among(pl.col("journal"), titles)).then(pl.col("journal"))
    names = titles.list.head(_VARIANTS).list.join(" | ")
    return Check(
        field="issns",
        when=looks,
        undecided=(titles.list.len() == 0).fill_null(value=True),
        violates=(
            kin.is_in(["another", "known"])
            | ((kin == "akin") & same_words(pl.col("journal"), titles.list.first()))
        )
        & in_latin(titles.list.first())
        & ~titles.list.join(" | ").str.contains(_SERIES)
        & ~is_abbreviated(pl.col("journal")),
        severity=pl.when(kin == "another").then(pl.lit("error")).otherwise(pl.lit("warning")),
        message=pl.format(
            "the ISSN {} belongs to {}, the record names {}",
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
                {"jnl001_kin": title_relation(pl.when("jnl001_elsewhere").then(pl.col("journal")), issn)},
            ]
        ),
    )
