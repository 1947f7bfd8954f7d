"""Author name consists of initials only.

## Why it matters
A person cannot be identified or found by initials alone.

## How to fix
Use the DOI to fetch the author list.

## What is not flagged
- Chinese, Japanese, and Korean names, which are short.
- Uppercase words of two or more letters, because they may be groups: `EU`.

The severity is info, because some journals sign editorials and reviews with initials.

## References
- Crossref, contributors, https://www.crossref.org/documentation/schema-library/markup-guide-metadata-segments/contributors/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Scan, rule
from scholint.checks.values.text import first_matching

# Uppercase letters of the scripts in which names are written with initials.
_LETTER = r"[\p{Lu}&&[\p{Latin}\p{Cyrillic}\p{Greek}]]"
_INITIALS = rf"^\s*(?:{_LETTER}\.[\s-]?,?){{1,4}}\s*$|^\s*{_LETTER}(?:[\s,]+{_LETTER})*\s*$"


@rule(
    code="AUT008",
    severity="info",
    fields=["authors"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "authors": ["A. B."]},
    good={"title": "A study of tides", "doi": "10.1000/1", "authors": ["Lis A.", "WHO"]},
)
def initials_only_author() -> Check:
    """Return a check that flags authors whose names consist of single letters."""
    value = first_matching("authors", _INITIALS)
    return Check(
        field="authors",
        violates=value.str.contains(_INITIALS),
        message=pl.format("author {} consists of initials only", quoted(value)),
        value=value,
        scan=Scan(prefilter=_INITIALS),
    )
