"""Authors with neither a family nor a given name: only initials.

## Why it matters
Nobody can be found by `A. B.`

## How to fix
Fetch the list by the DOI.

## What is not flagged
Editorials and book notices are signed with initials in some journals; hence info. Chinese, Japanese and
Korean names are short and pass. Single words in capitals may be groups, and pass with three letters or
more.

## References
- Crossref: contributors, https://www.crossref.org/documentation/schema-library/markup-guide-metadata-segments/contributors/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Scan, rule
from scholint.checks.values.text import first_matching

_INITIALS = r"^\s*(?:[\p{Lu}&&[\p{Latin}\p{Cyrillic}\p{Greek}]]\.[\s-]?,?){1,4}\s*$|^\s*[\p{Lu}&&[\p{Latin}\p{Cyrillic}\p{Greek}]](?:[\s,]+[\p{Lu}&&[\p{Latin}\p{Cyrillic}\p{Greek}]])*\s*$"


@rule(
    code="AUT008",
    severity="info",
    fields=["authors"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "authors": ["A. B."]},
    good={"title": "A study of tides", "doi": "10.1000/1", "authors": ["Lis A.", "WHO"]},
)
def initials_only_author() -> Check:
    """Match entries of single letters."""
    value = first_matching("authors", _INITIALS)
    return Check(
        field="authors",
        violates=value.str.contains(_INITIALS),
        message=pl.format("{} is initials only", quoted(value)),
        value=value,
        scan=Scan(prefilter=_INITIALS),
    )
