"""A journal article dated before there were journals.

## Why it matters
The date is that of the subject, of a first edition, or a typing error.

## How to fix
Look the date up in the registry.

## What is not flagged
The first journals, Journal des sçavans and Philosophical Transactions, began in January and March 1665. Only what its
type calls an article is looked at. Years of the Persian and Islamic calendars (1399, 1442) are told: as they stand they
sort the article into the Middle Ages.

## References
- Philosophical Transactions 1(1), 1665, https://doi.org/10.1098/rstl.1665.0001
"""

from __future__ import annotations

import polars as pl

from scholint.checks.rule import Check, Scan, rule

_FIRST_JOURNAL = 1665
_FIRST_WRITTEN = 1000  # smaller ones are placeholders or broken


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
    """Compare the year with 1665."""
    return Check(
        field="published",
        when=(pl.col("kind") == "article") & pl.col("year_published").is_not_null(),
        violates=pl.col("year_published").is_between(_FIRST_WRITTEN, _FIRST_JOURNAL - 1),
        message=pl.format("an article of `{}` is older than the first journal", "year_published"),
        value=pl.col("year_published").cast(pl.String),
        scan=Scan(on_empty=True),
    )
