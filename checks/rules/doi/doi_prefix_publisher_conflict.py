"""Publisher is unrelated to the registrant of the DOI prefix.

## Why it matters
Either the DOI or the publisher belongs to another work.

## How to fix
Open the DOI, and take the publisher from the landing page.

## What is not flagged
- Works that are not articles, and articles without an ISSN that the reference tables list.
- Journals that the reference tables list under a publisher unrelated to the registrant, because the journal has probably
  moved to this publisher and kept its prefix.
- Related names: they have a word of four or more letters in common, one contains the other, or one is the acronym of the
  other.
- Platforms and publishing groups that register DOIs for other publishers.

The rule is off by default, because most findings are wrong: of 25 findings on real records, 2 were correct. Publishers
change their names, and academies register DOIs for journals that they do not publish.

## References
- Crossref, prefixes and their owners, https://www.crossref.org/documentation/member-setup/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.reference.lookups import publisher_of_issn, registrants
from scholint.checks.reference.tables import as_of
from scholint.checks.reference.title_match import same_journal
from scholint.checks.reference.title_words import related_names
from scholint.checks.rule import Check, rule
from scholint.checks.values.text import is_empty, letters

# Publishing groups and their imprints, which register DOIs for journals of other publishers.
_GROUPS = (
    r"elsevier|\bcell\b|academic press|springer|springernature|nature|biomed|\bbmc\b|pleiades|wiley|blackwell|hindawi"
    r"|informa|taylor|francis|routledge|maney|sage|oxford|cambridge|wolters|kluwer|lippincott|ovid|medknow|emerald"
    r"|de gruyter|walter|brill|karger|thieme|bmj|mdpi|frontiers|bentham|pensoft|ubiquity|copernicus|egu|portland"
    r"|world scientific|igi|inderscience|mary ann"
)
# Societies that publish journals for other organizations.
_SOCIETIES = r"\biop\b|american institute of physics|\baip\b|\bieee\b|\bacm\b|computing machinery"
# Platforms that host journals of many publishers, and registration agencies.
_PLATFORMS = (
    r"jstor|project muse|scielo|fapunifesp|ulakbim|derg|atypon|highwire|allen press|cairn|openedition|persee|cnki|wanfang"
    r"|j-?stage|\bjst\b|koreamed|kamje|airiti|crossref"
)
# Words of names that are too general: organizations with such names have many journals and many names.
_UNSPECIFIC = r"clinical|center for|centre for|university"
_HOSTS = rf"(?i){_GROUPS}|{_SOCIETIES}|{_PLATFORMS}|{_UNSPECIFIC}"


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
    """Return a check that flags publishers that are unrelated to the registrant of the DOI prefix.

    Their names are compared by their distinctive words.
    """
    publisher = pl.col("publisher")
    compared = pl.col("is_article") & ~is_empty("publisher") & ~publisher.str.contains(_HOSTS)
    names = registrants(pl.when(compared).then(pl.col("doi_prefix"))).list.join(" | ")
    by_issn = publisher_of_issn(pl.when(compared).then(pl.col("issn_valid"))).list.first()
    # If the publisher in the tables is not the registrant, the journal may have moved and kept its prefix.
    settled = related_names(by_issn, names) | _contains(by_issn, names)
    return Check(
        field="publisher",
        when=compared,
        undecided=names.is_null() | (names == "") | ~settled.fill_null(value=False),
        violates=settled
        & ~names.str.contains(_HOSTS)
        & ~_related(publisher, names)
        & ~_related(publisher, by_issn)
        & publisher.str.contains(r"\p{Latin}"),
        message=pl.format(
            "publisher {} is unrelated to {}, the registrant of the DOI prefix {}",
            quoted("publisher"),
            quoted(names),
            quoted("doi_prefix"),
        ),
        evidence={"registrant": names, "publisher_by_issn": by_issn, "as_of": as_of("prefixes")},
    )


def _related(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    return related_names(one, other) | same_journal(one, other) | _contains(one, other)


def _contains(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Boolean: true if one name contains the other. Only letters and digits are compared."""
    return letters(one).str.contains(letters(other), literal=True) | letters(other).str.contains(
        letters(one), literal=True
    )
