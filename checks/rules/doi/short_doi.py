"""A short DOI, `10/abc`, where the DOI itself is due.

## Why it matters
Only the resolver knows which DOI it stands for; as a key it matches nothing.

## How to fix
Resolve it and keep the DOI that it leads to.

## What is not flagged
The long form needs the resolver, so no fix is proposed offline.

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
    """Match the form `10/` and a few letters or digits."""
    return Check(
        field="doi",
        violates=pl.col("doi_bare").str.contains(r"^10/[A-Za-z0-9]{2,10}$"),
        message=pl.format("{} is a short DOI", quoted("doi")),
    )
