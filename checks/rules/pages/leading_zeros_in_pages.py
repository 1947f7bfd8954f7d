"""Page range has leading zeros.

## Why it matters
The same pages look different in other sources.

## How to fix
Remove the leading zeros.

## Fix safety
Safe. Page numbers have no leading zeros.

## What is not flagged
- Article numbers, in which zeros are part of the number: `012345`, `e0123`, `02001-02008`. The rule checks only page
  ranges, and only numbers up to 999 in them.

## References
- Crossref, journals and articles (`<pages>`, article numbers),
  https://www.crossref.org/documentation/schema-library/markup-guide-record-types/journals-and-articles/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, rule

_BOTH = r"^\s*0*(\d+)(\s*[-‐‑–—−]+\s*)0*(\d+)\s*$"
_ZEROS = r"^\s*(?:0+[1-9]\d{0,2}\s*[-‐‑–—−]+\s*\d{1,5}|\d{1,5}\s*[-‐‑–—−]+\s*0+[1-9]\d{0,2})\s*$"


@rule(
    code="PAG006",
    severity="info",
    fields=["pages"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "pages": "0123-0130"},
    good={"title": "A study of tides", "doi": "10.1000/1", "pages": "e0123456"},
)
def leading_zeros_in_pages() -> Check:
    """Return a check that flags page ranges in which at least one number has leading zeros."""
    return Check(
        field="pages",
        violates=pl.col("pages").str.contains(_ZEROS),
        message=pl.format("page range {} has leading zeros", quoted("pages")),
        fix=Fix(value=pl.col("pages").str.replace(_BOTH, "$1$2$3"), safe=True),
    )
