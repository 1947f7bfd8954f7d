"""An author who stands for no author: `Anonymous`, `&NA;`, `Unknown`, `No author`.

## Why it matters
All such works become works of one prolific person.

## How to fix
Empty the list; a journal that means “anonymous” says so in its own page.

## What is not flagged
The whole entry must be the words. People named Null, Anon or Unknown with a given name pass, and so do
surnames alone that only look like words of machines (`Null`, `None`, `Nan`, `Na`). DataCite's codes for what is not
known (`(:unav)`) are its standard, and an info: whoever takes the list over must know that they name nobody.

## References
- Crossref: contributors, https://www.crossref.org/documentation/schema-library/markup-guide-metadata-segments/contributors/
- DataCite Metadata Schema 4.6, appendix 3 (standard values for unknown information)
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Scan, rule
from scholint.checks.values.text import first_matching

_NOBODY = (
    r"(?i)^[\s\[(*]*(?:anonymous(?: author)?|anonymus|anon\.?|anónimo|anônimo|anonyme|anonym|аноним|匿名|无名氏|佚名|بی‌نام|مجهول|&(?:amp;)?na;?|n/a|(?-i:NA|na|nan|NaN)|null null|none none|undefined|"
    r"unknown(?: author)?|author unknown|no authors?(?: (?:listed|given|available|found|name))?|not (?:available|specified|given)|no author name available|sin autor|sem autor|ohne autor|"
    r"без автора|author|authors|various(?: authors)?|test(?: author)?|first ?name last ?name|given family|tba|tbd|n\.\s?n\.?|\[s\.n\.\]|-+|\?+|\.+)[\s\])*]*$"
)

# DataCite's standard values; `(:etal)` stands for more names than are listed, which is AUT001.
_CODES = r"(?i)^\s*\(:(?:unac|unal|unap|unas|unav|unkn|none|null|tba)\)(?:\s*unknown)?\s*$"
_ANY = f"{_NOBODY}|{_CODES}"


@rule(
    code="AUT002",
    severity="warning",
    fields=["authors"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "authors": ["&NA;"]},
    good={"title": "A study of tides", "doi": "10.1000/1", "authors": ["Anna Null"]},
)
def placeholder_author() -> Check:
    """Match whole entries."""
    value = first_matching("authors", _ANY)
    code = value.str.contains(_CODES)
    return Check(
        field="authors",
        violates=value.str.contains(_NOBODY) | code,
        severity=pl.when(code).then(pl.lit("info")).otherwise(pl.lit("warning")),
        message=pl.format(
            "{} {}",
            quoted(value),
            pl.when(code)
            .then(pl.lit("is DataCite's code for an author not given"))
            .otherwise(pl.lit("is nobody")),
        ),
        value=value,
        scan=Scan(prefilter=_ANY),
    )
