"""Author entry contains an address, a degree, an affiliation, or a number.

## Why it matters
The person cannot be found by name, and the entry is indexed as a separate author.

## How to fix
Remove what is not part of the name, or move it to its own field.

## What is not flagged
- Degrees inside a name. A degree is flagged only if it is the complete entry, or if it follows a comma at the end.
  `MD` is a degree, but `Md.` is not, because it is short for Mohammad.
- Groups and institutions, because they may sign works: `Ministry of Harbours`. An affiliation is flagged only if it
  contains a comma and the list has other entries.
- Roman numerals (`John II`), and groups with a number (`Team 3`, `EU27`).
- Garbled text such as `GÃ³mez` (reported by TXT001), and entities such as `Salda&#xf1` (reported by TXT002).

## References
- Crossref, contributors, https://www.crossref.org/documentation/schema-library/markup-guide-metadata-segments/contributors/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Scan, rule
from scholint.checks.values.text import first_matching

# Email and web addresses; degrees and suffixes, alone or after a comma; footnote marks; a number alone.
_ADDRESS = r"\S@\S+\.\pL|https?://|www\.\S"
# Flags are inside groups, because the patterns are joined: a bare `(?i)` would apply to all patterns after it.
_DEGREE = (
    r"(?i:^\W*(?:ph\.?\s?d|m\.?d|m\.?sc|b\.?sc|d\.?phil|r\.?n|m\.?p\.?h|dr|prof(?:essor)?|facs|frcs|mph|jr)\.?\W*$)"
    r"|(?i:^[^,]*\pL{2,}[^,]*\s[^,]*\pL{3,},\s*(?:ph\.?d|(?-i:MD)|m\.d|m\.sc|frcs|facs|mph|mbbs)\.?\s*$)"
)
_MARK = r"\pL\s?[*†‡§¶]+$|\p{Latin}\p{Ll}\s?\d{1,2}(?:,\s?\d{1,2})*\*?$|^\d+\W*$|\p{Ll}[¹²³⁴]"
_NUMBER = r"^\d+\W*$"
# Garbled text and entities can end with characters that look like footnote marks.
_GARBLED = r"[ÃÂ]|&#?\w+$"
_UNIT = r"department|dept|faculty|laborator(?:y|io)|school|college|division|universi\pL+|hospital"
_INSTITUTION = "university|universidad[e]?|université|universität|hospital"
_AFFILIATION = rf"(?i:\b(?:{_UNIT}) (?:of|de|for|du|der)\b.*,|,.*\b(?:{_INSTITUTION})\b)"
_GROUP = (
    r"(?i)group|team|collaboration|consortium|network|committee|investigators|study|project|initiative|society|association"
    r"|council|ministry|college of (?:physicians|surgeons)"
)
_NEVER = rf"{_ADDRESS}|{_DEGREE}|{_MARK}"
_ANY = f"{_NEVER}|{_AFFILIATION}"
# Word boundaries are expensive in text that is not ASCII.
_HINT = _ANY.replace(r"\b", "")
# The first pattern that matches gives the rest of the message.
_FAULTS = {
    "contains an email or web address": _ADDRESS,
    "contains an academic degree or name suffix": _DEGREE,
    "is a number, not a name": _NUMBER,
    "contains a footnote mark or number": _MARK,
    "contains an affiliation": _AFFILIATION,
}


@rule(
    code="AUT003",
    severity="warning",
    fields=["authors"],
    since="0.1.0",
    bad={
        "title": "A study of tides",
        "doi": "10.1000/1",
        "authors": ["A. Lis", "Department of Oceanography, University of Nowhere"],
    },
    good={
        "title": "A study of tides",
        "doi": "10.1000/1",
        "authors": ["A. Lis", "World Tide Organization", "John Smith III"],
    },
)
def not_a_name() -> Check:
    """Return a check that flags author entries with text that is not part of a name, such as an address."""
    several = pl.col("authors").list.len() > 1
    value = first_matching("authors", _ANY)
    group = value.str.contains(_GROUP)
    garbled = value.str.contains(_GARBLED) & ~value.str.contains(rf"{_ADDRESS}|{_DEGREE}|{_AFFILIATION}")
    fault = pl.coalesce(
        *(pl.when(value.str.contains(pattern)).then(pl.lit(text)) for text, pattern in _FAULTS.items())
    )
    return Check(
        field="authors",
        violates=(value.str.contains(_NEVER) & ~garbled & ~(group & ~value.str.contains(r"@|https?:|www\.")))
        | (value.str.contains(_AFFILIATION) & several & ~group),
        message=pl.format(
            "author {} {}", quoted(value), fault.fill_null("contains text that is not part of a name")
        ),
        value=value,
        scan=Scan(prefilter=_HINT),
    )
