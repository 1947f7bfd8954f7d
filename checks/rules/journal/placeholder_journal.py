"""A journal that is none: `Journal`, `Unknown Journal`, a preprint server, a repository or an index.

## Why it matters
Thousands of unrelated works hang under one journal that does not exist.

## How to fix
Fetch the container title by the DOI; leave the field empty for preprints.

## What is not flagged
Only records that are articles by their type, or untyped, are looked at: a preprint may name its server. An
article typed as a web page is told too. `Journal` as part of a name passes; words that machines write
(`N/A`) are `EMP010`. The SSRN Electronic Journal passes; so do names that a journal has too (`Scopus`, `Online`, `Revista`),
where the record has an ISSN. Where the DOI is the server's own, the record is a preprint typed as an article, and
says so: that is an info.

## References
- ISO 3297 (ISSN); ISO 4 (abbreviation of titles)
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, rule

_PLACEHOLDERS = (
    r"(?i)^\W*(?:journal|journals|unknown journal|no journal|journal name|journal title|name of journal|unpublished|in press|submitted|various|article|articles|journal article|magazine|periodical|periodicals"
    r"|revista|zeitschrift|журнал|期刊|杂志|雑誌|untitled journal|test journal|journal not specified|not specified|website|webpage|internet|online)\W*$"
)
_SERVERS = (
    r"(?i)^\W*(?:arxiv(?: e-?prints?| preprint.*|:.*|\.org)?|(?:bio|med|chem|psy|soc|eco|edu|engr|earth|africa|agri)\pL*rxiv(?: preprint.*)?|preprints?(?:\.org)?|research square|ssrn|zenodo|figshare|osf(?: preprints?)?"
    r"|pubmed(?: central)?|medline|scopus|web of science|google scholar|researchgate|academia\.edu|crossref|doaj|semantic scholar|europe pmc|jstor|sciencedirect|springerlink|authorea|hal|repec|corr)\W*$"
)
# The servers' prefixes; under 10.1101 the press has journals too, whose suffixes begin with letters.
_OWN = r"^10\.(?:48550|21203|20944|26434|31219|3123[45]|31730|2139|22541|36227|5281|6084)/|^10\.(?:1101|64898)/\d"

# Scopus: Journal of East African Ornithology; Online (Information Today); Revista (Harvard).
_REAL = r"(?i)^(?:scopus|online|internet|revista|magazine|medline|the journal)$"


@rule(
    code="JNL004",
    severity="warning",
    fields=["journal"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "journal": "Unknown Journal"},
    good={"title": "A study of tides", "doi": "10.1000/1", "journal": "The Journal"},
)
def placeholder_journal() -> Check:
    """Match whole names."""
    name = pl.col("journal").str.strip_chars()
    server = name.str.contains(_SERVERS)
    real = name.str.contains(_REAL) & (pl.col("issns").list.len() > 0).fill_null(value=False)
    own = server & pl.col("doi_bare").str.contains(_OWN).fill_null(value=False)
    return Check(
        field="journal",
        severity=pl.when(own).then(pl.lit("info")).otherwise(pl.lit("warning")),
        when=~pl.col("kind")
        .is_in(["preprint", "dataset", "report", "thesis", "book", "chapter"])
        .fill_null(value=False)
        & ~pl.col("is_titleless"),
        violates=(name.str.contains(_PLACEHOLDERS) & ~real)
        | (server & ~real & (pl.col("kind") == "article").fill_null(value=False))
        | ((pl.col("type_key") == "webpage").fill_null(value=False) & name.str.contains(r"(?i)journal")),
        message=pl.when(own)
        .then(pl.format("{} is a server, not a journal, and the DOI is its own", quoted("journal")))
        .when(server)
        .then(pl.format("{} is a server or an index, not a journal", quoted("journal")))
        .otherwise(pl.format("{} is no journal's name", quoted("journal"))),
    )
