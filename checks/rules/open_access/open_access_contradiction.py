"""Open-access status contradicts the record's links.

## Why it matters
Readers are sent to a paywall, or do not find the free copy.

## How to fix
Look the DOI up in Unpaywall, and correct the status or the link.

## What is not flagged
- Records that are marked as not open access, if their open-access link does not lead to a PDF.
- Records that are marked as open access and have a link or a DOI.
- Open access without a license (bronze).

## References
- NISO RP-22-2015, Access and License Indicators
- Unpaywall, data format, https://unpaywall.org/data-format
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
    """Return a check that flags records whose links contradict their open access status.

    These are closed records with a link to a PDF, and open records with neither a link nor a DOI.
    """
    status = pl.col("open_access").str.strip_chars().str.to_lowercase()
    pdf = pl.col("oa_url").str.contains(r"(?i)^\s*https?://\S+\.pdf\b|^\s*https?://\S+/pdf/")
    nowhere = (
        is_provided("oa_url")
        & is_empty("oa_url")
        & (pl.col("links").list.len().fill_null(0) == 0)
        & is_empty("doi")
    )
    closed = status.is_in(["false", "0", "no", "n", "closed"])
    return Check(
        field="open_access",
        violates=(closed & pdf) | (status.is_in(["true", "1", "yes", "y"]) & nowhere),
        message=pl.when(closed)
        .then(pl.format("record is marked as not open access, but links to a PDF: {}", quoted("oa_url")))
        .otherwise(pl.lit("record is marked as open access, but has no link and no DOI")),
        evidence={"oa_url": pl.col("oa_url")},
    )
