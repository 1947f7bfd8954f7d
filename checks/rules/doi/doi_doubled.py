"""Two DOIs in one field, or one DOI written into itself.

## Why it matters
The field resolves to nothing, and the record cannot be matched by either.

## How to fix
Decide which of the two is the record's, by resolving both.

## Fix safety
Safe where the field only repeats one DOI. Else unsafe: either may be the record's.

## What is not flagged
A suffix that begins with `10.` can be registered, even with its own prefix twice: told as a warning where both halves
parse, and passed where the record comes from the registry (Crossref, DataCite).

## References
- ISO 26324:2022; DOI Handbook, https://www.doi.org/the-identifier/resources/handbook/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, Scan, rule
from scholint.checks.values.doi import bare_doi
from scholint.checks.values.text import keep_matching

_DOI = r"10\.\d{4,9}/"
_RESOLVER = r"https?://(?:dx\.|www\.)?doi\.org/|doi:?\s*"
# The first of two ends as late as at the first separator that a whole DOI follows, since a SICI holds semicolons.
_FIRST = rf"(?i)^({_DOI}\S+?)[\s;,|]+(?:(?:and|&)\s+)?(?:{_RESOLVER}|https?://\S*/)?{_DOI}"
_NESTED = rf"(?i)^{_DOI}((?:{_RESOLVER})?{_DOI}.+)$"


@rule(
    code="DOI005",
    severity="error",
    fields=["doi"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1; 10.1000/2"},
    good={"title": "A study of tides", "doi": "10.1000/1"},
)
def doi_doubled() -> Check:
    """Look for a second prefix behind a slash, a space or a separator."""
    doi = keep_matching(pl.col("doi_bare"), f"(?s){_DOI}.*{_DOI}")
    first = doi.str.extract(_FIRST, 1)
    nested = pl.when(first.is_null()).then(doi.str.extract(_NESTED, 1))
    bare = nested.str.contains(f"^{_DOI}")
    rest = doi.str.split(first).list.join("")
    repeated = (rest.str.replace_all(rf"(?i){_RESOLVER}|[\s;,|&]+", "") == "").fill_null(value=False)
    registered = pl.col("format").is_in(["crossref", "datacite"])
    said = (
        pl.when(repeated)
        .then(pl.lit("repeats one DOI"))
        .when(first.is_not_null())
        .then(pl.lit("holds two DOIs"))
        .otherwise(pl.lit("holds a DOI inside a DOI"))
    )
    return Check(
        field="doi",
        when=pl.col("doi_bare").str.contains(r"^10\."),
        violates=first.is_not_null() | (nested.is_not_null() & ~(bare & registered)),
        severity=pl.when(bare).then(pl.lit("warning")).otherwise(pl.lit("error")),
        message=pl.format("{} {}", quoted("doi"), said),
        fix=Fix(value=pl.coalesce(first, bare_doi(nested)), safe=repeated),
        scan=Scan(prefilter=r"(?s)10\.\d.*10\.\d"),
    )
