"""A page range written with more than a hyphen: an en dash, a double hyphen, spaces, `pp.`, a comma behind it.

## Why it matters
The same pages look different elsewhere, and programs miss the range.

## How to fix
Write `84-100`.

## Fix safety
Safe: the numbers stay.

## What is not flagged
The en dash is right in print; in data Crossref and CSL use the hyphen. BibTeX's double hyphen and braces are told too.
Lists (`1-3, 7`) and discontinuous pages pass.

## References
- Crossref: `<pages>` and article numbers, https://www.crossref.org/documentation/schema-library/markup-guide-record-types/journals-and-articles/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, rule

_ODD = r"(?i)^\s*\{?(?:(?:(?:pp|pages?|págs?|стр)[.:]?|[psс][.:])\s*)?([A-Za-z]{0,2}\d+)\s*(?:[-‐‑–—−]+|to|hasta|bis)\s*([A-Za-z]{0,2}\d+)\}?[\s,;.]*$"


@rule(
    code="PAG007",
    severity="info",
    fields=["pages"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "pages": "84–100"},
    good={"title": "A study of tides", "doi": "10.1000/1", "pages": "1-3, 7"},
)
def page_separator() -> Check:
    """Match ranges with other separators or a label."""
    plain = pl.col("pages").str.replace(_ODD, "$1-$2")
    return Check(
        field="pages",
        violates=pl.col("pages").str.contains(_ODD) & (plain != pl.col("pages")),
        message=pl.format("the range {} is not two numbers with a hyphen alone between", quoted("pages")),
        fix=Fix(value=plain, safe=True),
    )
