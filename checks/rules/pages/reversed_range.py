"""Page range ends before it starts.

## Why it matters
One of the two numbers is wrong, and citations send readers to the wrong place.

## How to fix
Take the first and last page from the landing page of the DOI.

## What is not flagged
- Ranges with an abbreviated last page: `1234-8` means 1234 to 1238.
- Ranges whose last page starts with 0: `298-02` means 298 to 302.
- Roman numerals and numbers with letters: `xii-iv`, `S9-S1`, `e123`.
- Article numbers with two hyphens: `1-2021-3`.
- Values that start with the year of the record, since they are article numbers: `2021-15`.
- Lists of ranges: `9-12, 3-4`.

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
    code="PAG001",
    severity="warning",
    fields=["pages"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "pages": "184-100"},
    good={"title": "A study of tides", "doi": "10.1000/1", "pages": "1234-8"},
)
def reversed_range() -> Check:
    """Return a check that flags page ranges whose last page is before the first page.

    An abbreviated last page is completed before the comparison.
    """
    start, end = _number(1), _number(2)
    width = pl.col("pages").str.extract(NUMBER_RANGE, 2).str.len_chars()
    unit = pl.lit(10, pl.Int64).pow(width)
    completed = (
        pl.when(width < pl.col("pages").str.extract(NUMBER_RANGE, 1).str.len_chars())
        .then(start // unit * unit + end)
        .otherwise(end)
    )
    return Check(
        field="pages",
        when=~(
            pl.col("pages").str.extract(NUMBER_RANGE, 2).str.starts_with("0")
            | (start == pl.col("year_published"))
        ).fill_null(value=False),
        violates=(completed < start) & (start > 0),
        message=pl.format("page range {} ends before it starts", quoted("pages")),
        evidence={"start": start, "end": completed},
    )


def _number(group: int) -> pl.Expr:
    return pl.col("pages").str.extract(NUMBER_RANGE, group).cast(pl.Int64, strict=False)
