"""Volume, issue, and pages are all empty in a journal article.

## Why it matters
Readers cannot locate the article, and matching by volume and page fails.

## How to fix
Take the values from the registry of the DOI. If the DOI itself contains them, EMP012 reports it.

## What is not flagged
- Sources that cannot contain any of the three fields: formats without them, and plain CSV, TSV, JSON, or Parquet
  files without columns for them.
- Individual records, if all three fields are empty in all records of a source with at least 20 records. They are reported
  once for the source.
- Articles with at least one of the three fields, because online journals have article numbers and no issues.
- Articles of the last 12 months (option `months`), because they may not be in an issue yet.
- Conferences and preprint servers.
- Records without a journal (reported by EMP005).

## Options
- `months`: minimum age of an article in months; more recent articles are not flagged.
- `today`: the date that the rule uses as today, as `"YYYY-MM-DD"`, for reproducible runs. The default is the date of the
  run.

## References
- Crossref, metadata best practices, https://www.crossref.org/documentation/principles-practices/best-practices/
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl

from scholint.checks.contract import is_provided
from scholint.checks.rule import Check, Folding, Scan, rule
from scholint.checks.values.text import is_empty
from scholint.checks.values.venues import WITHOUT_ISSUE_DATA


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
    """Return a check that flags records without volume, issue, and pages, if the source can contain them.

    It is enough if the source can contain one of them.
    """
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
        & ~pl.col("journal").str.contains(WITHOUT_ISSUE_DATA).fill_null(value=False)
        & ~fresh,
        violates=is_empty("volume") & is_empty("issue") & is_empty("pages"),
        message="volume, issue, and pages are all empty",
        scan=Scan(on_empty=True),
        folding=Folding(absent=("volume", "issue", "pages")),
    )
