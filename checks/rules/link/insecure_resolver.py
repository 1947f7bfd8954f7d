"""Link uses an outdated DOI resolver address, such as `http://dx.doi.org/`.

## Why it matters
The link needs two redirects, the first of them unencrypted.

## How to fix
Replace the address with `https://doi.org/`.

## Fix safety
Safe. The DOI Foundation guarantees that both addresses lead to the same page.

## What is not flagged
- Links to other hosts.
- In records from Crossref, the link that contains the DOI of the record. For years, Crossref wrote `http://dx.doi.org/`
  into the field `URL` of every record.

## References
- Crossref, DOI display guidelines, https://www.crossref.org/display-guidelines/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import LABELS, quoted
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
    """Return checks that flag links that start with an outdated address of the DOI resolver."""
    value = first_matching("links", _OLD)
    own = pl.col("doi_url")
    written_by_crossref = (pl.col("format") == "crossref") & (
        value.str.replace(_OLD, "").str.to_lowercase() == pl.col("doi_key")
    ).fill_null(value=False)
    return [
        Check(
            field="links",
            violates=value.str.contains(_OLD) & ~written_by_crossref,
            message=_message("links", value),
            value=value,
            fix=Fix(value=value.str.replace(_OLD, "https://doi.org/"), safe=True),
            scan=Scan(every_entry=True, prefilter=_OLD),
        ),
        Check(
            field="doi_url",
            violates=own.str.contains(_OLD),
            message=_message("doi_url", own),
            fix=Fix(value=own.str.replace(_OLD, "https://doi.org/"), safe=True),
            scan=Scan(prefilter=_OLD),
        ),
    ]


def _message(name: str, link: pl.Expr) -> pl.Expr:
    text = f"{LABELS[name]} {{}} uses an outdated DOI resolver address, expected https://doi.org/"
    return pl.format(text, quoted(link))
