"""Journal is a placeholder, or names a preprint server, a repository, or an index.

## Why it matters
Thousands of unrelated works are grouped under a journal that does not exist.

The severity is info if the journal names a preprint server or a repository, and the DOI is registered there. Such a
record is probably a preprint whose type was set to article. Otherwise the severity is warning.

The rule also flags records whose type is web page, if their journal title contains the word *journal*.

## How to fix
Look up the journal with the DOI. For preprints, clear the field.

## What is not flagged
- Titles that contain other words besides the placeholder: `The Journal of Tides`.
- Preprint servers, repositories, and indexes, if the type of the record is not article.
- The SSRN Electronic Journal.
- Names that are also titles of journals (`Scopus`, `Online`, `Revista`), if the record has an ISSN.
- Placeholders that software writes, such as `N/A` (reported by EMP010).

## References
- ISO 3297, International standard serial number (ISSN)
- ISO 4, Rules for the abbreviation of title words
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, rule
from scholint.checks.values.venues import PLACEHOLDER_JOURNALS, SERVERS_AND_INDEXES

# DOI prefixes of servers. Journals of the same press also use 10.1101, but their suffixes start with letters.
_OWN_DOI = r"^10\.(?:48550|21203|20944|26434|31219|3123[45]|31730|2139|22541|36227|5281|6084)/|^10\.(?:1101|64898)/\d"
# Journals have these names too: Scopus (Journal of East African Ornithology), Online (Information Today), Revista (Harvard).
_ALSO_JOURNALS = r"(?i)^(?:scopus|online|internet|revista|magazine|medline|the journal)$"


@rule(
    code="JNL004",
    severity="warning",
    fields=["journal"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "journal": "Unknown Journal"},
    good={"title": "A study of tides", "doi": "10.1000/1", "journal": "The Journal"},
)
def placeholder_journal() -> Check:
    """Return a check that flags journal titles that are a placeholder or the name of another service.

    Other services are servers, repositories, and indexes.
    """
    name = pl.col("journal").str.strip_chars()
    placeholder = name.str.contains(PLACEHOLDER_JOURNALS)
    server = name.str.contains(SERVERS_AND_INDEXES)
    real = name.str.contains(_ALSO_JOURNALS) & (pl.col("issns").list.len() > 0).fill_null(value=False)
    own = server & pl.col("doi_bare").str.contains(_OWN_DOI).fill_null(value=False)
    return Check(
        field="journal",
        severity=pl.when(own).then(pl.lit("info")).otherwise(pl.lit("warning")),
        when=~pl.col("kind")
        .is_in(["preprint", "dataset", "report", "thesis", "book", "chapter"])
        .fill_null(value=False)
        & ~pl.col("is_titleless"),
        violates=(placeholder & ~real)
        | (server & ~real & (pl.col("kind") == "article").fill_null(value=False))
        | ((pl.col("type_key") == "webpage").fill_null(value=False) & name.str.contains(r"(?i)journal")),
        message=pl.when(own)
        .then(
            pl.format(
                "journal {} names a preprint server or repository, and the DOI is registered there",
                quoted("journal"),
            )
        )
        .when(server)
        .then(
            pl.format(
                "journal {} names a preprint server, repository, or index, not a journal", quoted("journal")
            )
        )
        .when(placeholder)
        .then(pl.format("journal {} is a placeholder", quoted("journal")))
        .otherwise(
            pl.format("record type is web page, but the record names the journal {}", quoted("journal"))
        ),
    )
