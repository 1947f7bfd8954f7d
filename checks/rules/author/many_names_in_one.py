"""Several people in one author entry.

## Why it matters
They are found by no name, and count as one.

## How to fix
Split the entry at its separators.

## Fix safety
Safe where `;` separates entries that are all written with initials, or three or more as `Last, First`: the names stay as they are, each
in an entry of its own. Unsafe where the separator is a comma, `and` or `&`, which names and groups hold too, and where
what `;` separates may be a name and a place; and where the record names one of them in an entry of its own too, which is then
left out of the split.

## What is not flagged
Separated by `;`, by `and` between two full names, or by commas where these cannot stand between the parts of one
name: after initials (`Lis, A., Rey, B.`, `Lis A., Rey B.`), or five and more. `Last, First`, `Last, First, Jr.`, Spanish double surnames with `y`, groups
and offices (`X and Y Consortium`, `Fish and Wildlife Service`) and places of work pass. A field that the source
writes as one string is split by its reader. There is no proposal where it is not certain which words make one name:
in a chain of surnames, or of surnames and given names with a comma behind each.

## References
- Crossref: contributors, https://www.crossref.org/documentation/schema-library/markup-guide-metadata-segments/contributors/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, Scan, rule
from scholint.checks.values.text import first_matching

_SEMICOLONS = r"\pL[^;&]{2,};\s*\pL[^;]*\pL"
_AND = r"^[^;]*\p{Lu}\S*\s\p{Lu}\S+,? (?:and|&|und|et) \p{Lu}\S*\s\p{Lu}\S+"
# `Lis, A., Rey, B.`; `Lis A., Rey B.`; `A. Lis, B. Rey, …`; `Lis, Anna, Rey, Bela, …`, of six parts at least.
_COMMAS = (
    r"^(?:\p{Lu}[\pL'’ -]+,? (?:\p{Lu}\.[\s-]?){1,3},\s*)+\p{Lu}[\pL'’ -]+,? (?:\p{Lu}\.[\s-]?){1,3},?$|^(?:\p{Lu}[\pL'’ -]+,\s*(?:\p{Lu}\.[\s-]?){1,3},\s*){2,}|^(?:(?:\p{Lu}\.[\s-]?){1,3}\p{Lu}[\pL'’ -]+,\s*){2,}"
    r"|^\p{Lu}[\pL'’ .-]+(?:,\s\p{Lu}[\pL'’ .-]+){5,}$"
)
_HINT = r";|,[^,\n]*,|\.,|\s(?:and|&|und|et)\s"
_GROUP = (
    r"(?i)group|consort|collab|team|network|societ|associat|committee|institut|universi|cent(?:er|re)|minist|department|office|agenc|council|investigators|project|\bfor\b|\bof\b|on behalf|study|program|&\pL+;"
    r"|service|administrat|authorit|\bboard|bureau|survey|museum|garden|trust\b|foundation|\bfund|\bpress\b|publish|\bbank\b|compan|corporat|\b(?:inc|ltd|llc|gmbh|co)\b|division|\bunit\b|college|academy|librar|laborator|hospital|union\b|federation|organi[sz]ation|alliance|initiative|commission|national|international|european|royal|united"
)

_CONJUNCTION = r",?\s+(?:and|&|und|et)\s+"
_INITIALS = r"(?:\p{Lu}\.[\s-]?){1,4}"
_WORD = r"[\pL\pM'’-]+"
_SURNAME = rf"(?:\p{{Ll}}+ ){{0,2}}\p{{Lu}}{_WORD}(?: \p{{Lu}}{_WORD})*"
_GIVEN = r"\p{Lu}[\pL\pM'’-]*\p{Ll}(?: (?:\p{Lu}\.|\p{Lu}[\pL\pM'’-]*\p{Ll}))*"
# Forms that no place or office has: `Lis, A. B.`, `Lis A. B.`, `A. B. Lis`; and `Lis, Anna B.`, which few have.
_INITIALED = rf"^(?:{_SURNAME},? {_INITIALS}|{_INITIALS}\s?{_SURNAME})$"
_SURE = rf"{_INITIALED}|^{_SURNAME}, {_GIVEN}$"
_PAIR_OF_PARTS = 2
# Two words or more, one of two letters or more, and a capital: neither a lone surname, nor initials, nor `et al.`
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
    """Match entries that hold separators between names."""
    joined = rf"{_SEMICOLONS}|{_AND}|{_COMMAS}"
    value = first_matching("authors", joined)
    group = value.str.contains(_GROUP)
    names = _names(value)
    # In which place a name belongs that the list has already, nobody can tell.
    known = pl.col("authors").list.set_intersection(names).list.len() > 0
    return Check(
        field="authors",
        violates=value.str.contains(joined) & ~group,
        message=pl.format("several names in one entry: {}", quoted(value)),
        value=value,
        fix=Fix(value=names, safe=_is_safe(_between(value, ";")) & ~known.fill_null(value=False)),
        scan=Scan(every_entry=True, prefilter=_HINT),
    )


def _is_safe(parts: pl.Expr) -> pl.Expr:
    """Boolean: no part can be a place. `Paris, France` looks like a name: of two parts that look so, one may be one."""
    sure = _several(parts, pl.element().str.contains(_SURE))
    return _several(parts, pl.element().str.contains(_INITIALED)) | (
        sure & (parts.list.len() > _PAIR_OF_PARTS)
    )


def _names(value: pl.Expr) -> pl.Expr:
    """List(String): the names in the entry; null where it is not certain which words make one."""
    by_semicolon = _between(value, ";")
    by_conjunction = _between(value.str.replace_all(_CONJUNCTION, ";"), ";")
    by_comma = _between(value.str.replace_all(_CONJUNCTION, ","), ",")
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


def _between(text: pl.Expr, separator: str) -> pl.Expr:
    parts = text.str.split(separator).list.eval(pl.element().str.strip_chars())
    return parts.list.eval(pl.element().filter(pl.element() != ""))


def _several(parts: pl.Expr, wanted: pl.Expr) -> pl.Expr:
    """Boolean: two items or more, and all of them as wanted."""
    return (parts.list.len() > 1) & parts.list.eval(wanted).list.all()
