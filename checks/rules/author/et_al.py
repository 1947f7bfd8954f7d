"""`et al.` or `and others` among the authors.

## Why it matters
Authors are missing: they are not found by their name, and the rest counts as one.

## How to fix
Fetch the full list by the DOI.

## What is not flagged
Only at the end of an entry, or as the whole entry, in the languages of citations. `The Others` is a name, and 等 is
also the last character of Japanese ones: it counts alone, or after several names.

## References
- Crossref: contributors, https://www.crossref.org/documentation/schema-library/markup-guide-metadata-segments/contributors/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Scan, rule
from scholint.checks.values.text import first_matching

# Citations of other languages, Arabic, Persian, Hindi, Vietnamese, Japanese and Korean among them.
_ELSEWHERE = (
    r"(?:^|[\s,;(\[])(?i:et\.?\s+al\.?|et coll\.?|(?-i:u\.\s?a\.)|и соавт(?:оры)?\.?|y cols?\.?|m\.\s?fl\.?|i in\.|a kol\.|và cộng sự|و\s?همکاران|وآخرون|و آخرون|وآخرين|(?:एवं|और|व) अन्य)[\s.)\]]*$"
    r"|^(?i:others\.?|\+?\s?\d+ (?:more|others|more authors))$|^[\s(（]*(?:他|ほか|外)\s?(?:\d+\s?(?:名|人|명|인))?[\s)）.]*$|^외\s?\d+\s?[명인]$|等人$"
)


_REST = r"(?i)(?:^|[\s,;(])(?:et\.?\s+al(?:ii|\.)?|et\.al\.?|and others|& others|y otros|e outros|и др\.?|et autres|ve ark\.?|ve diğerleri|и другие)[\s.)\]]*$|^[\s(]*等[.。)）]*$|[,，、;；].*\p{Han}\s?等$"
_ANY = f"{_REST}|{_ELSEWHERE}"


@rule(
    code="AUT001",
    severity="warning",
    fields=["authors"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "authors": ["A. Lis", "et al."]},
    good={"title": "A study of tides", "doi": "10.1000/1", "authors": ["A. Lis", "B. Alund"]},
)
def et_al() -> Check:
    """Match the last words of every entry."""
    value = first_matching("authors", _ANY)
    return Check(
        field="authors",
        violates=value.str.contains(_ANY),
        message=pl.format("{} stands for authors who are missing", quoted(value)),
        value=value,
        scan=Scan(prefilter=_ANY),
    )
