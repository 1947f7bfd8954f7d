"""A page range whose end lies before its start.

## Why it matters
Citations send readers to the wrong place; one of the two numbers is wrong.

## How to fix
Look at the first and last page of the article.

## What is not flagged
Abbreviated ends (`1234-8` is 1234 to 1238, `298-02` is 298 to 302) are written out before they are compared; roman
numerals, letters (`S1-S9`, `e123`), article numbers with a dash (`1-2021-3`, `2021-15`) and lists pass.

## References
- Crossref: `<pages>` and article numbers, https://www.crossref.org/documentation/schema-library/markup-guide-record-types/journals-and-articles/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, rule

_RANGE = r"^\s*(?:pp?\.?\s*)?(\d{1,7})\s*[-‐‑–—−]+\s*(\d{1,7})\s*$"


@rule(
    code="PAG001",
    severity="warning",
    fields=["pages"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "pages": "184-100"},
    good={"title": "A study of tides", "doi": "10.1000/1", "pages": "1234-8"},
)
def reversed_range() -> Check:
    """Write the end out, and compare."""
    start, end = _number(1), _number(2)
    width = pl.col("pages").str.extract(_RANGE, 2).str.len_chars()
    unit = pl.lit(10, pl.Int64).pow(width)
    written_out = (
        pl.when(width < pl.col("pages").str.extract(_RANGE, 1).str.len_chars())
        .then(start // unit * unit + end)
        .otherwise(end)
    )
    return Check(
        field="pages",
        when=~(
            pl.col("pages").str.extract(_RANGE, 2).str.starts_with("0") | (start == pl.col("year_published"))
        ).fill_null(value=False),
        violates=(written_out < start) & (start > 0),
        message=pl.format("the range {} ends before it starts", quoted("pages")),
        evidence={"start": start, "end": written_out},
    )


def _number(group: int) -> pl.Expr:
    return pl.col("pages").str.extract(_RANGE, group).cast(pl.Int64, strict=False)
