"""A range of more than a thousand pages.

## Why it matters
One of the two numbers is wrong, most often by a digit.

## How to fix
Look at the first and last page of the article.

## What is not flagged
Books, theses, reports and data pass. Some floras and catalogues fill whole volumes, hence info.

## References
- Crossref: `<pages>` and article numbers, https://www.crossref.org/documentation/schema-library/markup-guide-record-types/journals-and-articles/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, rule

_RANGE = r"^\s*(?:pp?\.?\s*)?(\d{1,7})\s*[-‐‑–—−]+\s*(\d{1,7})\s*$"


@rule(
    code="PAG005",
    severity="info",
    fields=["pages"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "pages": "12-12345", "type": "journal-article"},
    good={"title": "A study of tides", "doi": "10.1000/1", "pages": "12-45", "type": "journal-article"},
)
def page_count_implausible(*, most: int = 1000) -> Check:
    """Count the pages of plain ranges."""
    start = pl.col("pages").str.extract(_RANGE, 1).cast(pl.Int64, strict=False)
    end = pl.col("pages").str.extract(_RANGE, 2).cast(pl.Int64, strict=False)
    return Check(
        field="pages",
        when=pl.col("is_article") | (pl.col("kind") == "conference"),
        violates=end - start > most,
        message=pl.format("the range {} has {} pages", quoted("pages"), end - start + 1),
    )
