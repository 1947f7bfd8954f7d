"""An arXiv identifier of neither the old form nor the new.

## Why it matters
It links to another work or to none.

## How to fix
Look the work up by its DOI.

## What is not flagged
Both forms, versions, the class in brackets, a label, arXiv's DOI, OAI identifier and addresses pass.
So do identifiers of other archives, since BibTeX keeps them in the same field.

## References
- arXiv: identifiers, https://info.arxiv.org/help/arxiv_identifier.html
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, rule
from scholint.checks.values.text import is_empty

_FORM = r"(?i)^\s*(?:(?:https?://)?(?:(?:www|export)\.)?arxiv\.org/(?:abs|pdf|html|format)/|(?:https?://doi\.org/)?10\.48550/arxiv\.|oai:arxiv\.org:|arxiv:\s*(?:abs/)?|abs/)?(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z-]{2,})?/\d{7})(?:v\d+)?(?:\.pdf)?(?:\s*\[[\w.-]+\])?\s*$"
# A word for nothing is EMP010.
_NOTHING = r"(?i)^\W*(?:n/?a|null|none|nan|unknown|undefined)?\W*$"
# Until the end of 2014 numbers had four digits.
_TOO_LONG = r"(?:^|[:/.]|\s)(?:0[7-9]|1[0-4])(?:0[1-9]|1[0-2])\.\d{5}(?:v\d+)?\s*$"

# What BibTeX's field `eprint`, which is read as this one, holds of other archives: addresses, HAL, PubMed's numbers.
_ELSEWHERE = r"(?i)^\s*(?:https?://|hal-|halshs-|tel-|inria-|\d{5,9}\s*$)"


@rule(
    code="IDN009",
    severity="warning",
    fields=["arxiv"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "arxiv": "2101.1"},
    good={"title": "A study of tides", "doi": "10.1000/1", "arxiv": "2101.00001v2"},
)
def arxiv_syntax() -> Check:
    """Match the whole field."""
    return Check(
        field="arxiv",
        when=~is_empty("arxiv"),
        violates=(~pl.col("arxiv").str.contains(_FORM) | pl.col("arxiv").str.contains(_TOO_LONG))
        & ~pl.col("arxiv").str.contains(_NOTHING)
        & ~(pl.col("arxiv").str.contains(_ELSEWHERE) & ~pl.col("arxiv").str.contains("(?i)arxiv")),
        message=pl.format("{} is no arXiv identifier", quoted("arxiv")),
    )
