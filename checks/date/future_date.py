"""A publication date in the future.

## Why is this bad?
The record sorts before everything else until then; a year mistyped stays unseen.

## How to mend
Look the date up in the registry.

## Known limits
Issues are dated ahead: up to `months` (6) pass. More than 18 months ahead is an error.

## References
- ISO 8601-1:2019, 5.2 (calendar date); Crossref: dates
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl

from scholint.checks.findings import quoted
from scholint.checks.rule import Check, rule

_PARTIAL = r"^\s*(\d{4}(?:-\d{2}(?:-\d{2})?)?)(?:\D|$)"


@rule(
    code="DAT003",
    severity="warning",
    fields=["published"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "published": "2999-01-01"},
    good={"title": "A study of tides", "doi": "10.1000/1", "published": "2020-01-01"},
)
def future_date(*, today: str | None = None, months: int = 6) -> Check:
    """Compare the first day that the date can mean with today."""
    now = date.fromisoformat(today) if today else datetime.now(tz=UTC).date()
    written = pl.coalesce(
        pl.col("published").str.extract(_PARTIAL, 1), pl.col("year").str.extract(_PARTIAL, 1)
    )
    first = pl.concat_str(written, _rest(written)).str.to_date("%Y-%m-%d", strict=False)
    ahead = (first - pl.lit(now)).dt.total_days()
    return Check(
        field="published",
        blank=True,
        violates=ahead > months * 30.5,
        severity=pl.when(ahead > 18 * 30.5).then(pl.lit("error")).otherwise(pl.lit("warning")),
        message=pl.format("{} lies in the future", quoted(written)),
        value=written,
        evidence={"today": pl.lit(str(now))},
    )


def _rest(written: pl.Expr) -> pl.Expr:
    """String: what is missing up to the first day of the year or month."""
    missing = pl.when(written.str.len_chars() == 4).then(pl.lit("-01-01"))  # noqa: PLR2004 - the digits of a year
    return missing.when(written.str.len_chars() == 7).then(pl.lit("-01")).otherwise(pl.lit(""))  # noqa: PLR2004 - and a month
