"""Author entry contains several names.

## Why it matters
None of the people can be found by name, and all of them count as one author.

## How to fix
Split the entry at its separators.

## Fix safety
The fix gives each name its own entry and does not change the names. It is safe if semicolons separate names with
initials, or three or more names in the form `Last, First`. It is unsafe in these cases:

- The separator is a comma, `and`, or `&`. Single names and names of groups contain these, too.
- The semicolon may separate a name from a place.
- The list already contains one of the names. The fix does not add this name again.

There is no fix if it is uncertain which words form a name, as in a series of family names.

## What is not flagged
- One name with a comma: `Last, First`, `Last, First, Jr.`
- Spanish double family names: `Ramón y Cajal, Santiago`.
- Groups, offices, and affiliations: `Tides and Waves Consortium`, `Fish and Wildlife Service`.
- Names separated by fewer than five commas, unless they have initials, as in `Lis, A., Rey, B.`
- Fields that contain the complete author list as one string: scholint splits the string while reading.

## References
- Crossref, contributors, https://www.crossref.org/documentation/schema-library/markup-guide-metadata-segments/contributors/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, Scan, rule
from scholint.checks.values.text import first_matching

_SEMICOLONS = r"\pL[^;&]{2,};\s*\pL[^;]*\pL"
_AND = r"^[^;]*\p{Lu}\S*\s\p{Lu}\S+,? (?:and|&|und|et) \p{Lu}\S*\s\p{Lu}\S+"
# Commas separate names in `Lis, A., Rey, B.` and `Lis A., Rey B.`, at the start of `Lis, A., Rey, B., …`, in
# `A. Lis, B. Rey, …`, and in `Lis, Anna, Rey, Bela, …` with six parts or more.
_FAMILY = r"\p{Lu}[\pL'’ -]+"
_GIVEN_INITIALS = r"(?:\p{Lu}\.[\s-]?){1,3}"
_FAMILY_FIRST = rf"^(?:{_FAMILY},? {_GIVEN_INITIALS},\s*)+{_FAMILY},? {_GIVEN_INITIALS},?$"
_PAIRS_OF_PARTS = rf"^(?:{_FAMILY},\s*{_GIVEN_INITIALS},\s*){{2,}}"
_GIVEN_FIRST = rf"^(?:{_GIVEN_INITIALS}{_FAMILY},\s*){{2,}}"
_SIX_PARTS = r"^\p{Lu}[\pL'’ .-]+(?:,\s\p{Lu}[\pL'’ .-]+){5,}$"
_COMMAS = f"{_FAMILY_FIRST}|{_PAIRS_OF_PARTS}|{_GIVEN_FIRST}|{_SIX_PARTS}"
_HINT = r";|,[^,\n]*,|\.,|\s(?:and|&|und|et)\s"
# Words of groups, institutions, offices, and companies.
_COLLABORATIONS = (
    r"group|consort|collab|team|network|societ|associat|committee|institut|universi|cent(?:er|re)|minist|department|office"
    r"|agenc|council|investigators|project|\bfor\b|\bof\b|on behalf|study|program|&\pL+;"
)
_ORGANIZATIONS = (
    r"service|administrat|authorit|\bboard|bureau|survey|museum|garden|trust\b|foundation|\bfund|\bpress\b|publish|\bbank\b"
    r"|compan|corporat|\b(?:inc|ltd|llc|gmbh|co)\b|division|\bunit\b|college|academy|librar|laborator|hospital|union\b"
    r"|federation|organi[sz]ation|alliance|initiative|commission|national|international|european|royal|united"
)
_GROUP = rf"(?i){_COLLABORATIONS}|{_ORGANIZATIONS}"

_CONJUNCTION = r",?\s+(?:and|&|und|et)\s+"
_INITIALS = r"(?:\p{Lu}\.[\s-]?){1,4}"
_WORD = r"[\pL\pM'’-]+"
_SURNAME = rf"(?:\p{{Ll}}+ ){{0,2}}\p{{Lu}}{_WORD}(?: \p{{Lu}}{_WORD})*"
_GIVEN = r"\p{Lu}[\pL\pM'’-]*\p{Ll}(?: (?:\p{Lu}\.|\p{Lu}[\pL\pM'’-]*\p{Ll}))*"
# Places and offices never have the form `Lis, A. B.`, `Lis A. B.`, or `A. B. Lis`, and rarely `Lis, Anna B.`
_INITIALED = rf"^(?:{_SURNAME},? {_INITIALS}|{_INITIALS}\s?{_SURNAME})$"
_SURE = rf"{_INITIALED}|^{_SURNAME}, {_GIVEN}$"
# If there are only two parts in the form `Last, First`, one of them may be a place: `Paris, France`.
_TWO_PARTS = 2
# At least two words, one of which has two or more letters. This excludes single family names, and initials alone.
_TWO_WORDS = r"^[\pL\pM'’.-]+(?:\s+[\pL\pM'’.-]+)+$"
_TWO_LETTERS = r"\pL[\pL\pM'’-]*\pL"
_INVERTED = rf"^(?:\p{{Ll}}+ )*\p{{Lu}}{_WORD}, [\pL\pM][\pL\pM'’. -]*$"
_PAIR = rf"{_SURNAME},? {_INITIALS}"
_PAIRS = rf"^(?:{_PAIR}(?:,|,?\s*(?:and|&|und|et)\s)?\s*){{2,}}$"


@rule(
    code="AUT006",
    severity="warning",
    fields=["authors"],
    since="0.1.0",
    bad={
        "title": "A study of tides",
        "doi": "10.1000/1",
        "authors": ["Lisowska, Anna; Rey, Bela; Ito, Chie"],
    },
    good={
        "title": "A study of tides",
        "doi": "10.1000/1",
        "authors": ["Lisowska, Anna", "Ortega y Gasset, José", "Tides and Waves Consortium"],
    },
)
def many_names_in_one() -> Check:
    """Return a check that flags entries with several names between semicolons, commas, or conjunctions.

    Groups and institutions are not flagged.
    """
    joined = rf"{_SEMICOLONS}|{_AND}|{_COMMAS}"
    value = first_matching("authors", joined)
    group = value.str.contains(_GROUP)
    names = _names(value)
    # If the list already contains a name, the correct position of the name is unknown.
    known = pl.col("authors").list.set_intersection(names).list.len() > 0
    return Check(
        field="authors",
        violates=value.str.contains(joined) & ~group,
        message=pl.format("author entry contains several names: {}", quoted(value)),
        value=value,
        fix=Fix(value=names, safe=_is_safe(_split(value, ";")) & ~known.fill_null(value=False)),
        scan=Scan(every_entry=True, prefilter=_HINT),
    )


def _is_safe(parts: pl.Expr) -> pl.Expr:
    """Boolean: true if no part of the entry can be the name of a place instead of a person."""
    sure = _several(parts, pl.element().str.contains(_SURE))
    return _several(parts, pl.element().str.contains(_INITIALED)) | (sure & (parts.list.len() > _TWO_PARTS))


def _names(value: pl.Expr) -> pl.Expr:
    """Return the names in the entry (List(String)), or null if it is uncertain which words form a name."""
    by_semicolon = _split(value, ";")
    by_conjunction = _split(value.str.replace_all(_CONJUNCTION, ";"), ";")
    by_comma = _split(value.str.replace_all(_CONJUNCTION, ","), ",")
    item = pl.element().str
    inverted = item.contains(_INVERTED)
    full = item.contains(_TWO_WORDS) & item.contains(_TWO_LETTERS) & item.contains(r"\p{Lu}")
    return (
        pl.when(_several(by_semicolon, inverted | full))
        .then(by_semicolon)
        .when(_several(by_conjunction, inverted))
        .then(by_conjunction)
        .when(_several(by_comma, full))
        .then(by_comma)
        .when(value.str.contains(_PAIRS))
        .then(value.str.extract_all(_PAIR).list.eval(item.strip_chars()))
    )


def _split(text: pl.Expr, separator: str) -> pl.Expr:
    """Return the nonempty parts between separators, without outer whitespace (List(String))."""
    parts = text.str.split(separator).list.eval(pl.element().str.strip_chars())
    return parts.list.eval(pl.element().filter(pl.element() != ""))


def _several(parts: pl.Expr, condition: pl.Expr) -> pl.Expr:
    """Boolean: true if there are at least two parts and all of them meet the condition."""
    return (parts.list.len() > 1) & parts.list.eval(condition).list.all()
