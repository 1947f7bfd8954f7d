"""An abstract that was cut off.

## Why it matters
The result usually stands at the end: what is learned or searched from the rest is wrong.

## How to fix
Fetch the abstract by the DOI.

## What is not flagged
Seen by an ellipsis after a word at the end, in abstracts of at least 200 characters, or by `(truncated)`,
`[more]` and the like. A sentence without its stop is not flagged, since many sources drop it. Some authors end
their last sentence in dots: where the length fits no limit of a source (search pages show up to 320 characters,
exports cut at about 1,000) and the last word does not ask for another, a longer abstract is an info, since authors
also cut at a form's limit, and a shorter one passes.

## References
- Crossref: abstracts, https://www.crossref.org/documentation/principles-practices/best-practices/abstracts/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Scan, rule

_MARKED = r"(?i)(?:\(abstract truncated.*\)|\[?\(?truncated[\])]|(?:\.{3}|…)\s*(?:\[?(?:read )?more\]?|>>))$|(?i)\(abstract truncated at \d+ words\)"


# Words that a sentence does not end with, and a sign set off by a space, as search pages do.
_BROKEN_OFF = r"(?i)(?:,|\b(?:the|an?|of|and|or|to|in|on|for|with|from|by|at|as|that|which|than|is|are|was|were|between|into|its|their|our|der|die|das|und|von|zu|le|la|les|des?|du|et|el|los|y)) ?(?:\.{3}|…)$| …$"
# Where exports cut: at a thousand characters, of which a word or a mark may be missing.
_LIMIT = (940, 1030)
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
    """Look at the abstract's last words."""
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
            "the abstract {} {}",
            pl.when(marked)
            .then(pl.lit("says that it was cut off:"))
            .when(sure)
            .then(pl.lit("is cut off after"))
            .otherwise(pl.lit("ends in dots:")),
            quoted(
                pl.when(marked)
                .then(end.str.extract(f"({_MARKED})", 1))
                .otherwise(end.str.tail(40).str.replace(r"^\S*\s", ""))
            ),
        ),
        value=end,
        scan=Scan(prefilter=r"\.{3}|…|(?i:truncated)"),
    )
