"""Author names in capitals only.

## Why it matters
The same person is listed twice, once in capitals.

## How to fix
Set the name in the usual case.

## Fix safety
Safe where no particle, compound or short word makes the case doubtful; elsewhere there is no proposal.

## What is not flagged
Every word of the entry must be in capitals, two words of three letters at least. Initials, short words that
may be acronyms, scripts without case, and French or Spanish habits (`Anna LIS`) pass. `O'BRIEN`, `MCDONALD`,
`TEN KATE` and `REY MD` get no proposal, since their case is not known.

## References
- Crossref: contributors, https://www.crossref.org/documentation/schema-library/markup-guide-metadata-segments/contributors/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, Scan, rule
from scholint.checks.values.text import first_matching

_CAPS = r"^\s*\p{Lu}{3,}(?:[\s,.'’-]+\p{Lu}+)*[\s,.'’-]+\p{Lu}{3,}(?:[\s,.'’-]+\p{Lu}+)*\.?\s*$"
# Particles, prefixes, numerals and degrees; any word of two letters; what an apostrophe, hyphen or stop joins.
_DOUBTFUL = r"\b(?:MC|MAC|FITZ|(?:VAN|VON|DER|DEN|TEN|TER|ZUR|ZUM|DEL|DOS|DAS|DELLA|DALLA|BIN|BEN|IBN|ABU|III|PHD|MSC|MPH|\p{Lu}{2})\b)|['’-]|\.\S"
_ACRONYM = r"^\s*\S{2,5}\s+\S{2,5}\s*$|,\s*\p{Lu}{1,4}$"


@rule(
    code="AUT004",
    severity="info",
    fields=["authors"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "authors": ["ANNA LISOWSKA"]},
    good={"title": "A study of tides", "doi": "10.1000/1", "authors": ["Anna LIS", "WHO", "A. B. LIS"]},
)
def all_caps_author() -> Check:
    """Match entries of two whole words in capitals."""
    value = first_matching("authors", _CAPS)
    return Check(
        field="authors",
        violates=value.str.contains(_CAPS)
        & ~value.str.contains(_ACRONYM)
        & ~value.str.contains(
            r"(?i)group|team|consort|collab|univers|instit|societ|comm|minist|assoc|network|department|study|trial|project|cent(?:er|re)|office|investig|hospital|council|program|contribut"
        ),
        message=pl.format("the name {} is in capitals", quoted(value)),
        value=value,
        fix=Fix(
            value=pl.when(~value.str.contains(_DOUBTFUL)).then(value.str.to_titlecase()),
            safe=True,
        ),
        scan=Scan(every_entry=True, prefilter=_CAPS),
    )
