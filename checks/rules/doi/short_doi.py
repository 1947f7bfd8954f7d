"""DOI is a short DOI, such as `10/abc`, instead of the full DOI.

## Why it matters
Only the shortDOI service knows the full DOI, so the value matches no other record.

## How to fix
Open `https://doi.org/` followed by the short DOI, and store the DOI of the landing page.

## What is not flagged
- `10/` followed by text that contains characters other than letters and digits (reported by DOI001).

There is no fix, because only the resolver can return the full DOI.

## References
- shortDOI service, https://shortdoi.org
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, rule


@rule(
    code="DOI014",
    severity="warning",
    fields=["doi"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10/gf4ms8"},
    good={"title": "A study of tides", "doi": "10.1000/1"},
)
def short_doi() -> Check:
    """Return a check that flags short DOIs: `10/` followed by a few letters or digits."""
    return Check(
        field="doi",
        violates=pl.col("doi_bare").str.contains(r"^10/[A-Za-z0-9]{2,10}$"),
        message=pl.format("{} is a short DOI, expected the full DOI", quoted("doi")),
    )
