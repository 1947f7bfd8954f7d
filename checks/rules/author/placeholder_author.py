"""Author is a placeholder, such as `Anonymous` or `No author`.

## Why it matters
All works with the same placeholder are attributed to one apparent author.

## How to fix
Clear the author list. If the work is really anonymous, the landing page says so.

## What is not flagged
- Entries that contain other words: `Anonymous Collective for Tides`.
- The family names Null, Anon, and Unknown if there is a given name, and single family names such as `Null` and `None`.

The DataCite standard defines codes for missing values, such as `(:unav)`. They are flagged as info, because programs
that import the author list must not read them as names.

## References
- Crossref, contributors, https://www.crossref.org/documentation/schema-library/markup-guide-metadata-segments/contributors/
- DataCite Metadata Schema 4.6, appendix 3 (standard values for unknown information)
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Scan, rule
from scholint.checks.values.text import first_matching

# Placeholders: words for anonymous and unknown authors in several languages, and values that programs and forms write.
_ANONYMOUS = r"anonymous(?: author)?|anonymus|anon\.?|anónimo|anônimo|anonyme|anonym|аноним|匿名|无名氏|佚名|بی‌نام|مجهول"
_NULL = r"&(?:amp;)?na;?|n/a|(?-i:NA|na|nan|NaN)|null null|none none|undefined"
_UNKNOWN = (
    r"unknown(?: author)?|author unknown|no authors?(?: (?:listed|given|available|found|name))?"
    r"|not (?:available|specified|given)|no author name available|sin autor|sem autor|ohne autor|без автора"
)
_FORM = (
    r"author|authors|various(?: authors)?|test(?: author)?|first ?name last ?name|given family|tba|tbd|n\.\s?n\.?|\[s\.n\.\]"
    r"|-+|\?+|\.+"
)
_PLACEHOLDER = rf"(?i)^[\s\[(*]*(?:{_ANONYMOUS}|{_NULL}|{_UNKNOWN}|{_FORM})[\s\])*]*$"

# DataCite's codes for missing values. AUT001 reports `(:etal)`, because it abbreviates an author list.
_CODES = r"(?i)^\s*\(:(?:unac|unal|unap|unas|unav|unkn|none|null|tba)\)(?:\s*unknown)?\s*$"
_ANY = f"{_PLACEHOLDER}|{_CODES}"


@rule(
    code="AUT002",
    severity="warning",
    fields=["authors"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "authors": ["&NA;"]},
    good={"title": "A study of tides", "doi": "10.1000/1", "authors": ["Anna Null"]},
)
def placeholder_author() -> Check:
    """Return a check that flags author entries that consist of a placeholder."""
    value = first_matching("authors", _ANY)
    code = value.str.contains(_CODES)
    return Check(
        field="authors",
        violates=value.str.contains(_PLACEHOLDER) | code,
        severity=pl.when(code).then(pl.lit("info")).otherwise(pl.lit("warning")),
        message=pl.format(
            "author {} {}",
            quoted(value),
            pl.when(code)
            .then(pl.lit("is the DataCite code for an author not given"))
            .otherwise(pl.lit("is a placeholder")),
        ),
        value=value,
        scan=Scan(prefilter=_ANY),
    )
