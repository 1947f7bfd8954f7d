"""The prefix's registrant and the record's publisher are different, unrelated names.

## Why it matters
Either the DOI or the publisher belongs to another work.

## How to fix
Resolve the DOI and take the publisher from there.

## What is not flagged
Off by default, and weak: of 25 findings that were read on real records, two were true. Houses take new names, journals move with their prefixes, and academies register for journals
that they do not publish. Told only of articles whose ISSN the tables give to the prefix's registrant, where the names
share no word of four letters, neither holds the other or is its acronym, and neither is a platform or group that
registers for others.

## References
- Crossref: prefixes and ownership, https://www.crossref.org/documentation/member-setup/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.reference.lookups import publisher_of_issn, registrants
from scholint.checks.reference.tables import as_of
from scholint.checks.reference.title_match import related_names, same_journal
from scholint.checks.rule import Check, rule
from scholint.checks.values.text import is_empty, letters

# Groups and platforms under whose prefixes others publish, from the members' imprints and mergers.
_HOSTS = (
    r"(?i)elsevier|springer|wiley|blackwell|informa|taylor|francis|routledge|sage|oxford|cambridge|wolters|kluwer|lippincott|ovid|emerald|de gruyter|jstor|project muse|brill|karger|thieme|\biop\b|\bieee\b|\bacm\b|computing machinery"
    r"|nature|biomed|\bbmc\b|\bcell\b|academic press|hindawi|mdpi|frontiers|scielo|fapunifesp|ulakbim|derg|atypon|highwire|allen press|cairn|openedition|persee|cnki|wanfang|j-?stage|\bjst\b|koreamed|kamje|airiti|bentham|pensoft|ubiquity"
    r"|copernicus|egu|pleiades|springernature|american institute of physics|\baip\b|walter|maney|portland|world scientific|igi|inderscience|mary ann|bmj|clinical|center for|centre for|crossref|medknow|university"
)


@rule(
    code="DOI012",
    severity="info",
    fields=["publisher"],
    since="0.1.0",
    needs=["reference"],
    opt_in=True,
    bad={
        "title": "A study of tides",
        "doi": "10.1001/jama.2020.1",
        "publisher": "Harbour Tide Press",
        "journal": "JAMA",
        "issns": ["0098-7484"],
        "type": "article",
    },
    good={
        "title": "A study of tides",
        "doi": "10.1001/jama.2020.1",
        "publisher": "American Medical Association",
        "journal": "JAMA",
        "issns": ["0098-7484"],
        "type": "article",
    },
)
def doi_prefix_publisher_conflict() -> Check:
    """Compare both names by their telling words."""
    publisher = pl.col("publisher")
    looks = pl.col("is_article") & ~is_empty("publisher") & ~publisher.str.contains(_HOSTS)
    names = registrants(pl.when(looks).then(pl.col("doi_prefix"))).list.join(" | ")
    house = publisher_of_issn(pl.when(looks).then(pl.col("issn_valid"))).list.first()
    # The tables' publisher agrees with the registrant: the journal did not move with its prefix.
    settled = related_names(house, names) | _holds(house, names)
    return Check(
        field="publisher",
        when=looks,
        undecided=names.is_null() | (names == "") | ~settled.fill_null(value=False),
        violates=settled
        & ~names.str.contains(_HOSTS)
        & ~_akin(publisher, names)
        & ~_akin(publisher, house)
        & publisher.str.contains(r"\p{Latin}"),
        message=pl.format(
            "the prefix {} belongs to {}, the record names {}",
            quoted("doi_prefix"),
            quoted(names),
            quoted("publisher"),
        ),
        evidence={"registrant": names, "publisher_by_issn": house, "as_of": pl.lit(as_of("prefixes"))},
    )


def _akin(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    return related_names(one, other) | same_journal(one, other) | _holds(one, other)


def _holds(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Boolean: one name holds the other, compared by letters alone."""
    return letters(one).str.contains(letters(other), literal=True) | letters(other).str.contains(
        letters(one), literal=True
    )
