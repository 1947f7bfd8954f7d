"""Page range is not two numbers joined by a single hyphen.

## Why it matters
The same pages look different in other sources, and software misses the range.

## How to fix
Write the first page, a hyphen, and the last page, such as `84-100`. Remove labels (`pp.`), braces, and punctuation.

## Fix safety
Safe. The fix does not change the numbers.

## What is not flagged
- Lists of pages: `1-3, 7`.
- Single pages and article numbers.
- Page numbers that start with the number of the article: `79:1--79:29`.

The rule flags en dashes, which are correct in print, since Crossref and CSL use a hyphen in data. It also flags the
double hyphen of BibTeX.

## References
- Crossref, journals and articles (`<pages>`, article numbers),
  https://www.crossref.org/documentation/schema-library/markup-guide-record-types/journals-and-articles/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, rule

# Labels in English, Spanish, German, and Russian. The `с` in the second group is Cyrillic.
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
    """Return a check that flags page ranges in a common form that differs from the expected form."""
    plain = pl.col("pages").str.replace(_RANGE, "$1-$2")
    return Check(
        field="pages",
        violates=pl.col("pages").str.contains(_RANGE) & (plain != pl.col("pages")),
        message=pl.format("page range {} is not two numbers joined by a single hyphen", quoted("pages")),
        fix=Fix(value=plain, safe=True),
    )
