"""A journal article with neither volume nor issue nor pages.

## Why it matters
A reader cannot find the article in its journal, and matching by volume and page fails.

## How to fix
Fetch them from the registry by DOI; `EMP012` tells where the DOI itself holds them.

## What is not flagged
Told once a record, once a source where none of its records (20 at least) has any, and only where all three are empty:
online journals have article numbers and no
issues, and articles ahead of print have neither for some months: dated less than `months` (12) ago, they pass.
Conferences and preprint servers pass too, and so do articles without a journal, which are `EMP005`.

## References
- Crossref metadata best practices, https://www.crossref.org/documentation/principles-practices/best-practices/
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl

from scholint.checks.contract import is_provided
from scholint.checks.rule import Check, Grouping, Scan, rule
from scholint.checks.values.text import is_empty

_SERVERS = r"(?i)\bssrn\b|rxiv|repositor|\bfeds notes\b"


@rule(
    code="EMP008",
    severity="info",
    fields=["volume"],
    since="0.1.0",
    bad={
        "title": "A study of tides",
        "doi": "10.1000/1",
        "journal": "Tides",
        "volume": None,
        "issue": None,
        "pages": None,
    },
    good={
        "title": "A study of tides",
        "doi": "10.1000/1",
        "journal": "Tides",
        "volume": "9",
        "issue": None,
        "pages": "e17",
    },
)
def missing_volume_issue_pages(*, today: str | None = None, months: int = 12) -> Check:
    """Look at the field where the source has it at all."""
    now = date.fromisoformat(today) if today else datetime.now(tz=UTC).date()
    fresh = pl.col("published").str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False) > now - timedelta(
        days=30.5 * months
    )
    year = pl.col("year_published") > now.year - months / 12
    fresh = pl.coalesce(fresh, year).fill_null(value=False)
    return Check(
        field="volume",
        when=(is_provided("volume") | is_provided("issue") | is_provided("pages"))
        & pl.col("is_article")
        & ~is_empty("journal")
        & ~pl.col("is_titleless")
        & ~pl.col("names_event")
        & ~pl.col("journal").str.contains(_SERVERS).fill_null(value=False)
        & ~fresh,
        violates=is_empty("volume") & is_empty("issue") & is_empty("pages"),
        message="volume, issue and pages are empty",
        scan=Scan(on_empty=True),
        grouping=Grouping(absent=("volume", "issue", "pages")),
    )
