"""A journal article with neither volume nor issue nor pages.

## Why is this bad?
A reader cannot find the article in its journal, and matching by volume and page fails.

## How to mend
Fetch them from the registry by DOI; `EMP012` tells where the DOI itself holds them.

## Known limits
Told once a record, and only where all three are empty: online journals have article numbers and no
issues, and articles ahead of print have neither yet.

## References
- Crossref metadata best practices, https://www.crossref.org/documentation/principles-practices/best-practices/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.contract import is_provided
from scholint.checks.normal import is_empty
from scholint.checks.rule import Check, rule


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
def missing_volume_issue_pages() -> Check:
    """Look at the field where the source has it at all."""
    return Check(
        field="volume",
        blank=True,
        when=(is_provided("volume") | is_provided("issue") | is_provided("pages"))
        & pl.col("is_article")
        & ~pl.col("is_titleless"),
        violates=is_empty("volume") & is_empty("issue") & is_empty("pages"),
        message="volume, issue and pages are empty",
    )
