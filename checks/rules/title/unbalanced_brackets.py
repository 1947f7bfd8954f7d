"""Title has unbalanced brackets.

## Why it matters
Part of the title was cut or lost, so it no longer matches other copies.

## How to fix
Look up the title with the DOI.

## What is not flagged
- Brackets that are closed with another kind of bracket: `{model 3)`. The rule counts all kinds together.
- Intervals (`[0, 1)`), list labels (`a) … b)`), and emoticons.
- Formulas in LaTeX or MathML.
- Braces in titles without any round or square bracket.
- Titles that end with an ellipsis. TTL005 reports them if they are long.

## References
- The Unicode Standard, Bidi_Paired_Bracket_Type
"""

from __future__ import annotations

import polars as pl

from scholint.checks.rule import Check, Scan, rule
from scholint.checks.values.text import keep_matching

_BRACKET = r"[()\[\]（）［］]"
# Emoticons, list labels, formulas, truncated titles, and intervals.
_NOT_A_PAIR = r"[:;]-?[()]|(?:^|\s)(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})\)|\$|\\|<|…$|\.{3}$|\d[)\]]\s*[×x∪,]"


@rule(
    code="TTL013",
    severity="info",
    fields=["title"],
    since="0.1.0",
    bad={"title": "A study of tides (in eleven harbours", "doi": "10.1000/1"},
    good={"title": "Functions on the interval [0, 1) and (2, 3]", "doi": "10.1000/1"},
)
def unbalanced_brackets() -> Check:
    """Return a check that flags titles whose numbers of opening and closing brackets differ.

    All kinds of brackets are counted together.
    """
    title = keep_matching(pl.col("title"), _BRACKET)
    opened, closed = title.str.count_matches(r"[(\[{（［]"), title.str.count_matches(r"[)\]}）］]")
    return Check(
        field="title",
        violates=(opened != closed) & ~title.str.contains(_NOT_A_PAIR),
        message=pl.format("title has unbalanced brackets: {} opening, {} closing", opened, closed),
        evidence={"opened": opened, "closed": closed},
        scan=Scan(prefilter=_BRACKET),
    )
