"""An author entry that is no name: an address, a degree or suffix alone, a place of work, a footnote mark, a number.

## Why it matters
The person is not found by the name, and the entry becomes a person of its own.

## How to fix
Cut away what is no name, or put it where it belongs.

## What is not flagged
Degrees count only where they stand alone as an entry or after a comma at the end. Groups (`Department of
Health`) may sign works: they are told only with a place of work behind a comma or beside persons. Numerals
of kings (`John II`) and groups with a number (`Team 3`, `EU27`) pass; so do names with one letter and a digit in
Chinese romanisations. `Md.` is short for Mohammad, unlike `MD`. Marks that come of a wrong encoding or of an
entity (`GÃ³mez`, `Salda&#xf1`) are `TXT001` and `TXT002`.

## References
- Crossref: contributors, https://www.crossref.org/documentation/schema-library/markup-guide-metadata-segments/contributors/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Scan, rule
from scholint.checks.values.text import first_matching

_ADDRESS = r"\S@\S+\.\pL|https?://|www\.\S"
# Flags are kept in groups: an open `(?i)` would run on into the patterns that are joined to it.
_DEGREE = (
    r"(?i:^\W*(?:ph\.?\s?d|m\.?d|m\.?sc|b\.?sc|d\.?phil|r\.?n|m\.?p\.?h|dr|prof(?:essor)?|facs|frcs|mph|jr)\.?\W*$)"
    r"|(?i:^[^,]*\pL{2,}[^,]*\s[^,]*\pL{3,},\s*(?:ph\.?d|(?-i:MD)|m\.d|m\.sc|frcs|facs|mph|mbbs)\.?\s*$)"
)
_MARK = r"\pL\s?[*†‡§¶]+$|\p{Latin}\p{Ll}\s?\d{1,2}(?:,\s?\d{1,2})*\*?$|^\d+\W*$|\p{Ll}[¹²³⁴]"
_NUMBER = r"^\d+\W*$"
_DAMAGED = r"[ÃÂ]|&#?\w+$"
_PLACE = r"(?i:\b(?:department|dept|faculty|laborator(?:y|io)|school|college|division|universi\pL+|hospital) (?:of|de|for|du|der)\b.*,|,.*\b(?:university|universidad[e]?|université|universität|hospital)\b)"
_NEVER = rf"{_ADDRESS}|{_DEGREE}|{_MARK}"
_ANY = f"{_NEVER}|{_PLACE}"
# Ends of words are dear where names are not ASCII.
_HINT = _ANY.replace(r"\b", "")
_KINDS = {
    "an address": _ADDRESS,
    "a degree or suffix": _DEGREE,
    "a number alone": _NUMBER,
    "a footnote mark or number": _MARK,
    "a place of work": _PLACE,
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
    """Match what no name holds."""
    several = pl.col("authors").list.len() > 1
    value = first_matching("authors", _ANY)
    group = value.str.contains(
        r"(?i)group|team|collaboration|consortium|network|committee|investigators|study|project|initiative|society|association|council|ministry|college of (?:physicians|surgeons)"
    )
    damaged = value.str.contains(_DAMAGED) & ~value.str.contains(rf"{_ADDRESS}|{_DEGREE}|{_PLACE}")
    kind = pl.coalesce(
        *(pl.when(value.str.contains(pattern)).then(pl.lit(word)) for word, pattern in _KINDS.items())
    )
    return Check(
        field="authors",
        violates=(value.str.contains(_NEVER) & ~damaged & ~(group & ~value.str.contains(r"@|https?:|www\.")))
        | (value.str.contains(_PLACE) & several & ~group),
        message=pl.format(
            "{} {} {}, which is no name",
            quoted(value),
            pl.when(value.str.contains(_NUMBER)).then(pl.lit("is")).otherwise(pl.lit("holds")),
            kind.fill_null("something"),
        ),
        value=value,
        scan=Scan(prefilter=_HINT),
    )
