"""A PMID that is not a number of one to eight digits.

## Why it matters
It links to another work or to none.

## How to fix
Look the work up by its DOI.

## What is not flagged
A URL of PubMed, a label before the number, and `.0` that a spreadsheet left pass.

## References
- PubMed: PMID, https://pubmed.ncbi.nlm.nih.gov/help/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, rule
from scholint.checks.values.text import is_empty

_FORM = r"(?i)^\s*(?:(?:https?://)?(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/|pmid:?\s*|pubmed:?\s+|med(?:line)?:)?[1-9]\d{0,7}/?(?:\.0)?\s*$"
# A word for nothing is EMP010.
_NOTHING = r"(?i)^\W*(?:n/?a|null|none|nan|unknown|undefined)?\W*$"


@rule(
    code="IDN006",
    severity="warning",
    fields=["pmid"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "pmid": "PMC123456"},
    good={"title": "A study of tides", "doi": "10.1000/1", "pmid": "12345678"},
)
def pmid_syntax() -> Check:
    """Match the whole field."""
    return Check(
        field="pmid",
        when=~is_empty("pmid"),
        violates=~pl.col("pmid").str.contains(_FORM) & ~pl.col("pmid").str.contains(_NOTHING),
        message=pl.format("{} is no PubMed identifier", quoted("pmid")),
    )
