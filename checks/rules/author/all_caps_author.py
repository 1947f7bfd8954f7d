"""Author name is all uppercase.

## Why it matters
The same person appears under two spellings, one of them in capitals.

## How to fix
Write the name in mixed case.

## Fix safety
Safe. Names whose letter case is uncertain have no fix. These are names with particles, prefixes, apostrophes, hyphens,
or words of two letters, such as `O'BRIEN`, `MCDONALD`, `TEN KATE`, and `REY MD`.

## What is not flagged
- Names in which only the family name is in capitals: `Anna LIS`.
- Initials, and short words that may be acronyms: `CERN LHC`.
- Groups and institutions: `TIDAL COLLABORATION`.
- Names in scripts without letter case.

## References
- Crossref, contributors, https://www.crossref.org/documentation/schema-library/markup-guide-metadata-segments/contributors/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, Scan, rule
from scholint.checks.values.text import first_matching

# Uppercase words, at least two of which have three or more letters.
_MORE = r"(?:[\s,.'’-]+\p{Lu}+)*"
_CAPS = rf"^\s*\p{{Lu}}{{3,}}{_MORE}[\s,.'’-]+\p{{Lu}}{{3,}}{_MORE}\.?\s*$"
# Particles, prefixes, numerals, and degrees. Also words of two letters, and words joined by an apostrophe, a hyphen,
# or a period.
_DOUBTFUL = r"\b(?:MC|MAC|FITZ|(?:VAN|VON|DER|DEN|TEN|TER|ZUR|ZUM|DEL|DOS|DAS|DELLA|DALLA|BIN|BEN|IBN|ABU|III|PHD|MSC|MPH|\p{Lu}{2})\b)|['’-]|\.\S"
_ACRONYM = r"^\s*\S{2,5}\s+\S{2,5}\s*$|,\s*\p{Lu}{1,4}$"
_GROUP = (
    r"(?i)group|team|consort|collab|univers|instit|societ|comm|minist|assoc|network|department|study|trial|project"
    r"|cent(?:er|re)|office|investig|hospital|council|program|contribut"
)


@rule(
    code="AUT004",
    severity="info",
    fields=["authors"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "authors": ["ANNA LISOWSKA"]},
    good={"title": "A study of tides", "doi": "10.1000/1", "authors": ["Anna LIS", "WHO", "A. B. LIS"]},
)
def all_caps_author() -> Check:
    """Return a check that flags authors whose names are all uppercase."""
    value = first_matching("authors", _CAPS)
    return Check(
        field="authors",
        violates=value.str.contains(_CAPS) & ~value.str.contains(_ACRONYM) & ~value.str.contains(_GROUP),
        message=pl.format("author {} is all uppercase", quoted(value)),
        value=value,
        fix=Fix(
            value=pl.when(~value.str.contains(_DOUBTFUL)).then(value.str.to_titlecase()),
            safe=True,
        ),
        scan=Scan(every_entry=True, prefilter=_CAPS),
    )
