"""Dates of one record contradict each other: year and date, or print and online.

## Why it matters
One of the dates belongs to another event or work, and readers cannot know which one to cite.

## How to fix
Open the DOI, and take the dates from the landing page.

## What is not flagged
- A year that differs by one from the publication date.
- An online date up to two years after the print date.
- Any online date of an issue printed before 2012, because the issue may have been digitized later.

## References
- Crossref, `published-print`, `published-online`, and `issued`
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, rule

# Years outside this range are typing errors or placeholders, which other rules report.
_PLAUSIBLE = (1500, 2100)
# Issues printed before this year may have been digitized later.
_ONLINE_SINCE = 2012
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
    """Return two checks that flag dates of one record that contradict each other.

    The first check compares the year with the publication date.
    The second check compares the online date with the print date.
    """
    year = _year("year")
    dated = _year("published")
    printed, online = _year("published_print"), _year("published_online")
    return [
        Check(
            field="year",
            when=year.is_between(*_PLAUSIBLE) & dated.is_between(*_PLAUSIBLE),
            violates=(year - dated).abs() > 1,
            message=pl.format(
                "year {} contradicts the publication date {}", quoted("year"), quoted("published")
            ),
            evidence={"published": pl.col("published")},
        ),
        Check(
            field="published_online",
            when=(printed >= _ONLINE_SINCE) & online.is_not_null(),
            violates=online - printed > _YEARS,
            message=pl.format(
                f"online date {{}} is more than {_YEARS} years after the print date {{}}",
                quoted("published_online"),
                quoted("published_print"),
            ),
            evidence={"published_print": pl.col("published_print")},
        ),
    ]


def _year(name: str) -> pl.Expr:
    """Return the year at the start of the date (Int32), or null if the date does not start with a year."""
    return pl.col(name).str.extract(r"^\s*([0-9]{4})(?:\D|$)", 1).cast(pl.Int32)
