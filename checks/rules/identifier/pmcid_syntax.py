"""PMCID is not `PMC` followed by a number.

## Why it matters
The link leads to another work or to none.

## How to fix
Search PubMed Central for the DOI or the title of the record, and copy the PMCID from there.

## What is not flagged
- PubMed Central and Europe PMC URLs.
- PMCIDs with a label: `PMCID: PMC1234567`.
- PMCIDs with a version: `PMC1234567.1`.
- Numbers without `PMC`, because some sources write PMCIDs this way.
- Placeholders such as `N/A`.

## References
- PubMed Central, PMCID, https://www.ncbi.nlm.nih.gov/pmc/pmctopmid/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, rule
from scholint.checks.values.absent import PLACEHOLDER_OR_PUNCTUATION
from scholint.checks.values.text import is_empty

_NCBI = r"(?:www\.)?ncbi\.nlm\.nih\.gov/pmc/articles|pmc\.ncbi\.nlm\.nih\.gov/articles"
_EUROPE_PMC = r"europepmc\.org/articles?(?:/pmc)?"
_BEFORE = rf"(?:(?:https?://)?(?:{_NCBI}|{_EUROPE_PMC})/|pmcid:?\s*)?"
_FORM = rf"(?i)^\s*{_BEFORE}(?:pmc)?[1-9]\d{{0,8}}(?:\.\d+)?/?\s*$"


@rule(
    code="IDN007",
    severity="warning",
    fields=["pmcid"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "pmcid": "PMCID unknown to us"},
    good={"title": "A study of tides", "doi": "10.1000/1", "pmcid": "PMC1234567"},
)
def pmcid_syntax() -> Check:
    """Return a check that flags fields that are not a PMCID, with or without a URL or a label."""
    return Check(
        field="pmcid",
        when=~is_empty("pmcid"),
        violates=~pl.col("pmcid").str.contains(_FORM)
        & ~pl.col("pmcid").str.contains(PLACEHOLDER_OR_PUNCTUATION),
        message=pl.format("{} is not a PMCID, expected PMC and 1 to 9 digits", quoted("pmcid")),
    )
