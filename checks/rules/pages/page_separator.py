"""Page range is not two numbers joined by a single hyphen.

## Why it matters
The same pages look different in other sources, and software misses the range.

## How to fix
Write the first and the last page with a hyphen between, such as `84-100`. Remove labels (`pp.`), braces, and
punctuation.

## Fix safety
Safe: the fix keeps the numbers.

## What is not flagged
- Lists: `1-3, 7`.
- Single pages and article numbers.
- Articles that number their own pages: `79:1--79:29`.

An en dash is correct in print, but Crossref and CSL use the hyphen in data. The rule also flags the double hyphen of
BibTeX.

## References
- Crossref, journals and articles (`<pages>`, article numbers),
  https://www.crossref.org/documentation/schema-library/markup-guide-record-types/journals-and-articles/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, rule

# English, Spanish, German, and Russian; the `с` in the second group is Cyrillic.
_LABEL = r"(?:(?:(?:pp|pages?|págs?|стр)[.:]?|[psс][.:])\s*)?"
_NUMBER = r"([A-Za-z]{0,2}\d+)"
_SEPARATOR = r"(?:[-‐‑–—−]+|to|hasta|bis)"
_RANGE = rf"(?i)^\s*\{{?{_LABEL}{_NUMBER}\s*{_SEPARATOR}\s*{_NUMBER}\}}?[\s,;.]*$"


@rule(
    code="PAG007",
    severity="info",
    fields=["pages"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "pages": "84–100"},
    good={"title": "A study of tides", "doi": "10.1000/1", "pages": "1-3, 7"},
)
def page_separator() -> Check:
    """Match ranges in any usual form, and compare them with the expected one."""
    plain = pl.col("pages").str.replace(_RANGE, "$1-$2")
    return Check(
        field="pages",
        violates=pl.col("pages").str.contains(_RANGE) & (plain != pl.col("pages")),
        message=pl.format("page range {} is not two numbers joined by a single hyphen", quoted("pages")),
        fix=Fix(value=plain, safe=True),
    )
