"""PMID is not a number of 1 to 8 digits.

## Why it matters
The link leads to another work or to none.

## How to fix
Search PubMed for the DOI or the title of the record, and copy the PMID from there.

## What is not flagged
- PubMed URLs.
- PMIDs with a label: `PMID: 12345678`, `MED:12345678`.
- PMIDs that a spreadsheet changed to a decimal number: `12345678.0`.
- Placeholders such as `N/A`.

## References
- PubMed, PMID, https://pubmed.ncbi.nlm.nih.gov/help/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, rule
from scholint.checks.values.absent import PLACEHOLDER_OR_PUNCTUATION
from scholint.checks.values.text import is_empty

_URL = r"(?:https?://)?(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/"
# `MED` is what Europe PMC calls PubMed.
_LABEL = r"pmid:?\s*|pubmed:?\s+|med(?:line)?:"
_FORM = rf"(?i)^\s*(?:{_URL}|{_LABEL})?[1-9]\d{{0,7}}/?(?:\.0)?\s*$"


@rule(
    code="IDN006",
    severity="warning",
    fields=["pmid"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "pmid": "PMC123456"},
    good={"title": "A study of tides", "doi": "10.1000/1", "pmid": "12345678"},
)
def pmid_syntax() -> Check:
    """Return a check that flags fields that are not a PMID, with or without a URL or a label."""
    return Check(
        field="pmid",
        when=~is_empty("pmid"),
        violates=~pl.col("pmid").str.contains(_FORM)
        & ~pl.col("pmid").str.contains(PLACEHOLDER_OR_PUNCTUATION),
        message=pl.format("{} is not a PMID, expected 1 to 8 digits", quoted("pmid")),
    )
