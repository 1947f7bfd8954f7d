"""Open access that the record both states and denies.

## Why it matters
A reader is sent to a paywall, or kept from a free copy.

## How to fix
Look the work up at Unpaywall by its DOI.

## What is not flagged
`false` beside a link to a PDF is told, unless the link is the DOI; `true` without any link at all, where
the source has such a field. Bronze (free to read, without a licence) is open: no licence is asked for.

## References
- NISO RP-22-2015 (access and licence indicators); Unpaywall data format, https://unpaywall.org/data-format
"""

from __future__ import annotations

import polars as pl

from scholint.checks.contract import is_provided
from scholint.checks.message import quoted
from scholint.checks.rule import Check, rule
from scholint.checks.values.text import is_empty


@rule(
    code="OAC001",
    severity="warning",
    fields=["open_access"],
    since="0.1.0",
    bad={
        "title": "A study of tides",
        "doi": "10.1000/1",
        "open_access": "false",
        "oa_url": "https://example.org/tides.pdf",
    },
    good={
        "title": "A study of tides",
        "doi": "10.1000/1",
        "open_access": "true",
        "oa_url": "https://example.org/tides.pdf",
    },
)
def open_access_contradiction() -> Check:
    """Compare the statement with the location."""
    stated = pl.col("open_access").str.strip_chars().str.to_lowercase()
    pdf = pl.col("oa_url").str.contains(r"(?i)^\s*https?://\S+\.pdf\b|^\s*https?://\S+/pdf/")
    nowhere = (
        is_provided("oa_url")
        & is_empty("oa_url")
        & (pl.col("links").list.len().fill_null(0) == 0)
        & is_empty("doi")
    )
    closed = stated.is_in(["false", "0", "no", "n", "closed"])
    return Check(
        field="open_access",
        violates=(closed & pdf) | (stated.is_in(["true", "1", "yes", "y"]) & nowhere),
        message=pl.when(closed)
        .then(pl.format("not open, yet a PDF is linked: {}", quoted("oa_url")))
        .otherwise(pl.lit("open, yet no location is given")),
        evidence={"oa_url": pl.col("oa_url")},
    )
