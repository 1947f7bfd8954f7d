"""Two dates of one record contradict each other: the year and the date, or print and online.

## Why it matters
One of them belongs to another event or another work, and which one is cited is chance.

## How to fix
Look both up in the registry.

## What is not flagged
Year and date may differ by one. Online long after print is normal for what was digitised later: looked at only for
print issues since 2012, and only beyond two years.

## References
- Crossref: `published-print`, `published-online`, `issued`
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, rule

_PLAUSIBLE = (1500, 2100)
_ONLINE_FIRST = 2012
_YEARS = 2


@rule(
    code="DAT006",
    severity="warning",
    fields=["year", "published_online"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "published": "2021-05-11", "year": "2012"},
    good={"title": "A study of tides", "doi": "10.1000/1", "published": "2021-05-11", "year": "2020"},
)
def dates_disagree() -> list[Check]:
    """Compare the year with the date's, and online with print."""
    year = _year("year")
    dated = _year("published")
    printed, online = _year("published_print"), _year("published_online")
    return [
        Check(
            field="year",
            when=year.is_between(*_PLAUSIBLE) & dated.is_between(*_PLAUSIBLE),
            violates=(year - dated).abs() > 1,
            message=pl.format("the year {} is not that of the date {}", quoted("year"), quoted("published")),
            evidence={"published": pl.col("published")},
        ),
        Check(
            field="published_online",
            when=(printed >= _ONLINE_FIRST) & online.is_not_null(),
            violates=online - printed > _YEARS,
            message=pl.format(
                "online {} is more than two years after print {}",
                quoted("published_online"),
                quoted("published_print"),
            ),
            evidence={"published_print": pl.col("published_print")},
        ),
    ]


def _year(name: str) -> pl.Expr:
    return pl.col(name).str.extract(r"^\s*([0-9]{4})(?:\D|$)", 1).cast(pl.Int32)
