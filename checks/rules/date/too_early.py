"""Journal article is dated before 1665, the year of the first journal.

## Why it matters
The date belongs to the subject or to an earlier edition, or it is a typing error.

## How to fix
Open the DOI, and take the publication date from the landing page.

## What is not flagged
- Works whose type is not an article: books may be older.
- Dates in 1665 or later: Journal des sçavans started in January 1665, and Philosophical Transactions in March.
- Years before 1000, because they are placeholders (reported by DAT005) or incomplete.

Years of the Persian and Islamic calendars, such as 1399 and 1442, are flagged, because programs read them as years of the
Middle Ages.

## References
- Philosophical Transactions 1(1), 1665, https://doi.org/10.1098/rstl.1665.0001
"""

from __future__ import annotations

import polars as pl

from scholint.checks.rule import Check, Scan, rule

_FIRST_JOURNAL = 1665
# Smaller numbers are placeholders, or years that lack a digit.
_FIRST_YEAR = 1000


@rule(
    code="DAT004",
    severity="error",
    fields=["published"],
    since="0.1.0",
    bad={
        "title": "A study of tides",
        "doi": "10.1000/1",
        "type": "journal-article",
        "published": "1066-10-14",
    },
    good={
        "title": "A study of tides",
        "doi": "10.1000/1",
        "type": "journal-article",
        "published": "1665-03-06",
    },
)
def too_early() -> Check:
    """Return a check that flags articles that are dated before the year of the first journal."""
    return Check(
        field="published",
        when=(pl.col("kind") == "article") & pl.col("year_published").is_not_null(),
        violates=pl.col("year_published").is_between(_FIRST_YEAR, _FIRST_JOURNAL - 1),
        message=pl.format(
            f"year `{{}}` is before the first scholarly journal ({_FIRST_JOURNAL})", "year_published"
        ),
        value=pl.col("year_published").cast(pl.String),
        scan=Scan(on_empty=True),
    )
