"""Page range covers more than 1,000 pages.

## Why it matters
One of the two page numbers is wrong, usually by one digit.

## How to fix
Take the first and last page from the landing page of the DOI.

## What is not flagged
- Records of other types than article and conference paper, such as books, theses, reports, and datasets.

The severity is info, since some articles, such as floras and catalogs, fill a whole volume.

## Options
- `most`: largest plausible number of pages.

## References
- Crossref, journals and articles (`<pages>`, article numbers),
  https://www.crossref.org/documentation/schema-library/markup-guide-record-types/journals-and-articles/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, rule
from scholint.checks.values.pages import NUMBER_RANGE


@rule(
    code="PAG005",
    severity="info",
    fields=["pages"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "pages": "12-12345", "type": "journal-article"},
    good={"title": "A study of tides", "doi": "10.1000/1", "pages": "12-45", "type": "journal-article"},
)
def page_count_implausible(*, most: int = 1000) -> Check:
    """Return a check that flags page ranges in which the last page exceeds the first by more than `most`."""
    start = pl.col("pages").str.extract(NUMBER_RANGE, 1).cast(pl.Int64, strict=False)
    end = pl.col("pages").str.extract(NUMBER_RANGE, 2).cast(pl.Int64, strict=False)
    return Check(
        field="pages",
        when=pl.col("is_article") | (pl.col("kind") == "conference"),
        violates=end - start > most,
        message=pl.format(
            f"page range {{}} covers {{}} pages, expected at most {most}", quoted("pages"), end - start + 1
        ),
    )
