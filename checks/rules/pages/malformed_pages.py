"""Pages, volume, or issue contain no number, or only half of a range.

## Why it matters
The value is printed in citations as it is.

## How to fix
Take the value from the DOI registry or from the landing page, or clear the field.

## Fix safety
Safe. The fix clears the field, but only if the field contains no number. There is no fix for half of a range.

## What is not flagged
- A single placeholder, such as `n/a` or `-` (reported by EMP010).
- Other values that consist of punctuation, such as `()` (reported by EMP011).
- Roman numerals: `x-xx`.
- A page and the following pages: `123+`, `776-+`.
- A double hyphen between two numbers, as in BibTeX (reported by PAG007).

## References
- Crossref, journals and articles (`<pages>`, article numbers),
  https://www.crossref.org/documentation/schema-library/markup-guide-record-types/journals-and-articles/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import LABELS, quoted
from scholint.checks.rule import Check, Fix, rule

_PLACEHOLDER = r"(?:n/?a|undefined|null|none|nan|\[object object\]|\?+|x{4,})"
# A placeholder before the hyphen and perhaps after it, only dashes, or only a label.
_NO_NUMBER = rf"(?i)^\s*(?:{_PLACEHOLDER}\s*[-–—,:/]+\s*{_PLACEHOLDER}?|[-–—]{{2,3}}|no\.?|vol\.?|pp\.)\s*$"
_HALF = rf"(?i)^\s*(?:\d+\s*[-–—]+\s*{_PLACEHOLDER}|{_PLACEHOLDER}\s*[-–—]+\s*\d+)\s*$"
_NO_END = r"(?i)^\s*[es]?\d+\s*[-–—]+\s*$"
_NO_START = r"(?i)^\s*[-–—]+\s*[es]?\d+\s*$"


@rule(
    code="PAG002",
    severity="warning",
    fields=["pages", "volume", "issue"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "pages": "n/a-n/a"},
    good={"title": "A study of tides", "doi": "10.1000/1", "pages": "123+"},
)
def malformed_pages() -> list[Check]:
    """Return checks that flag values without a number, and page ranges with only one number."""
    return [_check(name) for name in ("pages", "volume", "issue")]


def _check(name: str) -> Check:
    value = pl.col(name)
    no_number, half = value.str.contains(_NO_NUMBER), value.str.contains(_HALF)
    no_end, no_start = value.str.contains(_NO_END), value.str.contains(_NO_START)
    problem = (
        pl.when(no_end)
        .then(pl.lit("is incomplete: no number after the hyphen"))
        .when(no_start)
        .then(pl.lit("is incomplete: no number before the hyphen"))
        .when(half)
        .then(pl.lit("is incomplete: placeholder on one side of the hyphen"))
        .otherwise(pl.lit("contains no number"))
    )
    return Check(
        field=name,
        violates=no_number | no_end | no_start | half,
        message=pl.format(f"{LABELS[name]} {{}} {{}}", quoted(name), problem),
        fix=Fix(value=pl.when(no_number).then(pl.lit("")), safe=True),
    )
