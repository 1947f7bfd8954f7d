"""An abstract that was cut off.

## Why is this bad?
The result usually stands at the end: what is learned or searched from the rest is wrong.

## How to mend
Fetch the abstract by the DOI.

## Known limits
Seen by an ellipsis after a word at the end, in abstracts of at least 200 characters, or by `(truncated)`,
`[more]` and the like. A sentence without its stop is not flagged, since many sources drop it.

## References
- Crossref: abstracts, https://www.crossref.org/documentation/principles-practices/best-practices/abstracts/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.findings import quoted
from scholint.checks.rule import Check, rule

_MARKED = r"(?i)(?:\(abstract truncated.*\)|\[?\(?truncated[\])]|(?:\.{3}|…)\s*(?:\[?(?:read )?more\]?|>>))$|(?i)\(abstract truncated at \d+ words\)"


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
    return Check(
        field="abstract",
        violates=long
        & (end.str.contains(r"[\pL\d,;] ?(?:\.{3}|…)(?:</[a-z:]+>)*$") | end.str.contains(_MARKED)),
        message=pl.format("the abstract is cut off after {}", quoted(end.str.tail(40))),
        value=end,
    )
