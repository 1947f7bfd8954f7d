"""A PMCID that is not `PMC` and a number.

## Why it matters
It links to another work or to none.

## How to fix
Look the work up by its DOI.

## What is not flagged
A URL of PubMed Central, a version (`PMC123.1`), and the bare number, as some sources give it, pass.

## References
- PubMed Central: identifiers, https://www.ncbi.nlm.nih.gov/pmc/pmctopmid/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, rule
from scholint.checks.values.text import is_empty

_FORM = r"(?i)^\s*(?:(?:https?://)?(?:(?:www\.)?ncbi\.nlm\.nih\.gov/pmc/articles|pmc\.ncbi\.nlm\.nih\.gov/articles|europepmc\.org/articles?(?:/pmc)?)/|pmcid:?\s*)?(?:pmc)?[1-9]\d{0,8}(?:\.\d+)?/?\s*$"
# A word for nothing is EMP010.
_NOTHING = r"(?i)^\W*(?:n/?a|null|none|nan|unknown|undefined)?\W*$"


@rule(
    code="IDN007",
    severity="warning",
    fields=["pmcid"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "pmcid": "PMCID unknown to us"},
    good={"title": "A study of tides", "doi": "10.1000/1", "pmcid": "PMC1234567"},
)
def pmcid_syntax() -> Check:
    """Match the whole field."""
    return Check(
        field="pmcid",
        when=~is_empty("pmcid"),
        violates=~pl.col("pmcid").str.contains(_FORM) & ~pl.col("pmcid").str.contains(_NOTHING),
        message=pl.format("{} is no PubMed Central identifier", quoted("pmcid")),
    )
