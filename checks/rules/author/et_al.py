"""Author list is abbreviated with `et al.` or `and others`.

## Why it matters
The missing authors cannot be found by name, and all of them count as one.

## How to fix
Use the DOI to fetch the complete author list.

## What is not flagged
- Abbreviations that are not at the end of an entry.
- `The Others`, which is a name.
- 等 after a single name, because Japanese names can end with this character. It is flagged if it is the complete entry,
  or if it follows several names.

The rule recognizes the abbreviations of many languages, including Arabic, Persian, Hindi, Vietnamese, Japanese, and
Korean.

## References
- Crossref, contributors, https://www.crossref.org/documentation/schema-library/markup-guide-metadata-segments/contributors/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Scan, rule
from scholint.checks.values.text import first_matching

# Abbreviations at the end of an entry.
_ABBREVIATIONS = r"et\.?\s+al(?:ii|\.)?|et\.al\.?|and others|& others|y otros|e outros|и др\.?|et autres|ve ark\.?|ve diğerleri|и другие"
# The Chinese abbreviation, as the complete entry or after several names.
_CHINESE = r"^[\s(]*等[.。)）]*$|[,，、;；].*\p{Han}\s?等$"
_FREQUENT = rf"(?i)(?:^|[\s,;(])(?:{_ABBREVIATIONS})[\s.)\]]*$|{_CHINESE}"

_OTHER_ABBREVIATIONS = (
    r"et\.?\s+al\.?|et coll\.?|(?-i:u\.\s?a\.)|и соавт(?:оры)?\.?|y cols?\.?|m\.\s?fl\.?|i in\.|a kol\.|và cộng sự"
    r"|و\s?همکاران|وآخرون|و آخرون|وآخرين|(?:एवं|और|व) अन्य"
)
# The number of the missing authors, or `others`, which BibTeX writes.
_COUNTED = r"^(?i:others\.?|\+?\s?\d+ (?:more|others|more authors))$"
_JAPANESE = r"^[\s(（]*(?:他|ほか|外)\s?(?:\d+\s?(?:名|人|명|인))?[\s)）.]*$"
_KOREAN = r"^외\s?\d+\s?[명인]$"
_OTHER_LANGUAGES = (
    rf"(?:^|[\s,;(\[])(?i:{_OTHER_ABBREVIATIONS})[\s.)\]]*$|{_COUNTED}|{_JAPANESE}|{_KOREAN}|等人$"
)
_ANY = f"{_FREQUENT}|{_OTHER_LANGUAGES}"


@rule(
    code="AUT001",
    severity="warning",
    fields=["authors"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "authors": ["A. Lis", "et al."]},
    good={"title": "A study of tides", "doi": "10.1000/1", "authors": ["A. Lis", "B. Alund"]},
)
def et_al() -> Check:
    """Return a check that flags author entries with an abbreviation such as `et al.` at the end."""
    value = first_matching("authors", _ANY)
    return Check(
        field="authors",
        violates=value.str.contains(_ANY),
        message=pl.format("author list is abbreviated and lacks authors: {}", quoted(value)),
        value=value,
        scan=Scan(prefilter=_ANY),
    )
