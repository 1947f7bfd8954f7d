"""Abstract is truncated.

## Why it matters
Results usually come last, so the most important part of the text is missing.

The finding is a warning if the abstract ends in one of these ways:

- with a mark such as `(ABSTRACT TRUNCATED AT 250 WORDS)` or `… [more]`
- with an ellipsis after a comma or a word that cannot end a sentence, such as `the`
- with an ellipsis at a known limit: search pages show up to 320 characters, and exports truncate at about 1,000

Other abstracts of more than 1,030 characters that end with an ellipsis are reported as info, because some authors end
their last sentence with one.

## How to fix
Use the DOI to fetch the complete abstract.

## What is not flagged
- Abstracts shorter than 200 bytes (option `least`).
- Abstracts that only lack the period at the end, because many sources omit it.
- Abstracts of 320 to 940 characters that end with an ellipsis, unless the last word cannot end a sentence.

## Options
- `least`: minimum length in bytes; shorter abstracts are not checked.

## References
- Crossref, abstracts, https://www.crossref.org/documentation/principles-practices/best-practices/abstracts/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Scan, rule

# Marks that sources write where they truncate a text.
_MARK = r"\(abstract truncated.*\)|\[?\(?truncated[\])]|(?:\.{3}|…)\s*(?:\[?(?:read )?more\]?|>>)"
_MARKED = rf"(?i)(?:{_MARK})$|(?i)\(abstract truncated at \d+ words\)"

# Words that cannot end a sentence, in English and other languages.
_ENGLISH = "the|an?|of|and|or|to|in|on|for|with|from|by|at|as|that|which|than|is|are|was|were|between|into|its|their|our"
_OTHER = "der|die|das|und|von|zu|le|la|les|des?|du|et|el|los|y"
# An ellipsis after a comma, after one of these words, or after a space, as search pages write it.
_BROKEN_OFF = rf"(?i)(?:,|\b(?:{_ENGLISH}|{_OTHER})) ?(?:\.{{3}}|…)$| …$"
# Exports truncate at about 1,000 characters, some of them before the last word.
_LIMIT = (940, 1030)
# Search pages show at most this many characters.
_SNIPPET = 320


@rule(
    code="ABS004",
    severity="warning",
    fields=["abstract"],
    since="0.1.0",
    bad={
        "title": "A study of tides",
        "doi": "10.1000/1",
        "abstract": "We measured the tides of eleven harbours along the western coast for two years, corrected the readings for the pressure of the air, and compared them with the tables that the harbour offices had printed. The tables were right in nine harbours and in two they…",
    },
    good={
        "title": "A study of tides",
        "doi": "10.1000/1",
        "abstract": "We measured the tides of eleven harbours along the western coast for two years, corrected the readings for the pressure of the air, and compared them with the tables that the harbour offices had printed. The tables were right.",
    },
)
def abstract_truncated(*, least: int = 200) -> Check:
    """Return a check that flags abstracts with an ellipsis or a mark of truncation at the end."""
    end = pl.col("abstract").str.tail(60).str.strip_chars_end()
    long = pl.col("abstract").str.len_bytes() >= least
    letters = pl.col("abstract").str.len_chars()
    marked = end.str.contains(_MARKED)
    sure = (letters <= _SNIPPET) | letters.is_between(*_LIMIT) | marked | end.str.contains(_BROKEN_OFF)
    return Check(
        field="abstract",
        violates=long
        & (sure | (letters > _LIMIT[1]))
        & (end.str.contains(r"[\pL\d,;] ?(?:\.{3}|…)(?:</[a-z:]+>)*$") | marked),
        severity=pl.when(sure).then(pl.lit("warning")).otherwise(pl.lit("info")),
        message=pl.format(
            "abstract {} {}",
            pl.when(marked)
            .then(pl.lit("is marked as truncated:"))
            .when(sure)
            .then(pl.lit("is cut off after"))
            .otherwise(pl.lit("ends with an ellipsis and may be cut off:")),
            quoted(
                pl.when(marked)
                .then(end.str.extract(f"({_MARKED})", 1))
                .otherwise(end.str.tail(40).str.replace(r"^\S*\s", ""))
            ),
        ),
        value=end,
        scan=Scan(prefilter=r"\.{3}|…|(?i:truncated)"),
    )
