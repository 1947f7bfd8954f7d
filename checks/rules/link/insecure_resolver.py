"""A DOI link by the old address: `http://dx.doi.org/`.

## Why it matters
It takes two redirects, the first one in the open.

## How to fix
Write `https://doi.org/`.

## Fix safety
Safe: both addresses lead to the same place, by the DOI Foundation's promise.

## What is not flagged
Only links to the DOI resolver are looked at. Crossref's own answers wrote `http://dx.doi.org/` and the record's DOI
into the field `URL` of every record for years: there it is the format's, and passes.

## References
- Crossref DOI display guidelines, https://www.crossref.org/display-guidelines/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, Scan, rule
from scholint.checks.values.text import first_matching

_OLD = r"(?i)^\s*https?://dx\.doi\.org/|^\s*http://(?:www\.)?doi\.org/"


@rule(
    code="LNK003",
    severity="info",
    fields=["links", "doi_url"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "links": ["http://dx.doi.org/10.1000/1"]},
    good={"title": "A study of tides", "doi": "10.1000/1", "links": ["https://doi.org/10.1000/1"]},
)
def insecure_resolver() -> list[Check]:
    """Match the resolver's old addresses."""
    value = first_matching("links", _OLD)
    own = pl.col("doi_url")
    formal = (pl.col("format") == "crossref") & (
        value.str.replace(_OLD, "").str.to_lowercase() == pl.col("doi_key")
    ).fill_null(value=False)
    return [
        Check(
            field="links",
            violates=value.str.contains(_OLD) & ~formal,
            message=pl.format("{} is the resolver's old address", quoted(value)),
            value=value,
            fix=Fix(value=value.str.replace(_OLD, "https://doi.org/"), safe=True),
            scan=Scan(every_entry=True, prefilter=_OLD),
        ),
        Check(
            field="doi_url",
            violates=own.str.contains(_OLD),
            message=pl.format("{} is the resolver's old address", quoted(own)),
            fix=Fix(value=own.str.replace(_OLD, "https://doi.org/"), safe=True),
            scan=Scan(prefilter=_OLD),
        ),
    ]
