"""DOI field contains two DOIs, or one DOI inside another.

## Why it matters
The field does not resolve, and the record matches neither DOI.

## How to fix
Open both DOIs, and keep the one whose landing page shows the title of the record.

## Fix safety
Safe if the field only repeats one DOI. Otherwise unsafe: the fix keeps the first of two DOIs, or the inner of two nested
DOIs, but the other DOI may be the correct one.

## What is not flagged
- DOIs from Crossref or DataCite whose suffix starts with another DOI, such as `10.1000/10.2000/1`: registrants may
  register such a DOI. In records from other sources, the finding is a warning.
- Suffixes that start with `10.` but contain no second prefix: `10.1121/10.0005898`.

## References
- ISO 26324:2022, Digital object identifier system
- DOI Handbook, https://www.doi.org/the-identifier/resources/handbook/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, Scan, rule
from scholint.checks.values.doi import PREFIX, REGISTRY_FORMATS, bare_doi
from scholint.checks.values.text import keep_matching

_RESOLVER = r"https?://(?:dx\.|www\.)?doi\.org/|doi:?\s*"
# The first DOI ends at the separator before the second DOI, not at the first semicolon: SICI suffixes contain semicolons.
_FIRST = rf"(?i)^({PREFIX}\S+?)[\s;,|]+(?:(?:and|&)\s+)?(?:{_RESOLVER}|https?://\S*/)?{PREFIX}"
_NESTED = rf"(?i)^{PREFIX}((?:{_RESOLVER})?{PREFIX}.+)$"


@rule(
    code="DOI005",
    severity="error",
    fields=["doi"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1; 10.1000/2"},
    good={"title": "A study of tides", "doi": "10.1000/1"},
)
def doi_doubled() -> Check:
    """Return a check that flags DOIs with a second DOI prefix after a slash, a space, or a separator."""
    doi = keep_matching(pl.col("doi_bare"), f"(?s){PREFIX}.*{PREFIX}")
    first = doi.str.extract(_FIRST, 1)
    nested = pl.when(first.is_null()).then(doi.str.extract(_NESTED, 1))
    bare = nested.str.contains(f"^{PREFIX}")
    rest = doi.str.split(first).list.join("")
    repeated = (rest.str.replace_all(rf"(?i){_RESOLVER}|[\s;,|&]+", "") == "").fill_null(value=False)
    registered = pl.col("format").is_in(REGISTRY_FORMATS)
    fault = (
        pl.when(repeated)
        .then(pl.lit("contains the same DOI more than once"))
        .when(first.is_not_null())
        .then(pl.lit("contains two DOIs"))
        .otherwise(pl.lit("contains one DOI inside another"))
    )
    return Check(
        field="doi",
        when=pl.col("doi_bare").str.contains(r"^10\."),
        violates=first.is_not_null() | (nested.is_not_null() & ~(bare & registered)),
        severity=pl.when(bare).then(pl.lit("warning")).otherwise(pl.lit("error")),
        message=pl.format("DOI field {} {}", quoted("doi"), fault),
        fix=Fix(value=pl.coalesce(first, bare_doi(nested)), safe=repeated),
        scan=Scan(prefilter=r"(?s)10\.\d.*10\.\d"),
    )
