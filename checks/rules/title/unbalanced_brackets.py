"""A bracket that is opened and not closed, or closed and not opened.

## Why it matters
Something was cut or lost: the title no longer matches.

## How to fix
Fetch the title by its DOI.

## What is not flagged
Intervals (`[0, 1)`), lists (`a) … b)`), emoticons, chemical names with nested brackets, formulas in LaTeX
or MathML and cut titles (`TTL005`) pass: kinds of brackets are counted together, since a mistaken kind is
nothing lost, and only a difference is told. Braces count where round or square ones stand too.

## References
- The Unicode Standard: Bidi_Paired_Bracket_Type
"""

from __future__ import annotations

import polars as pl

from scholint.checks.rule import Check, Scan, rule
from scholint.checks.values.text import keep_matching

_ANY = r"[()\[\]（）［］]"
_FREE = r"[:;]-?[()]|(?:^|\s)(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})\)|\$|\\|<|…$|\.{3}$|\d[)\]]\s*[×x∪,]"


@rule(
    code="TTL013",
    severity="info",
    fields=["title"],
    since="0.1.0",
    bad={"title": "A study of tides (in eleven harbours", "doi": "10.1000/1"},
    good={"title": "Functions on the interval [0, 1) and (2, 3]", "doi": "10.1000/1"},
)
def unbalanced_brackets() -> Check:
    """Count what opens and what closes."""
    title = keep_matching(pl.col("title"), _ANY)
    opened, closed = title.str.count_matches(r"[(\[{（［]"), title.str.count_matches(r"[)\]}）］]")
    return Check(
        field="title",
        violates=(opened != closed) & ~title.str.contains(_FREE),
        message=pl.format("brackets do not match: {} opened, {} closed", opened, closed),
        evidence={"opened": opened, "closed": closed},
        scan=Scan(prefilter=_ANY),
    )
