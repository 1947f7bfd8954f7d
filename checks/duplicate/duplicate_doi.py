"""One DOI on several records that are not the same.

## Why is this bad?
An import that keys on the DOI overwrites one record with another; one that does not holds the work twice.

## How to mend
Resolve the DOI, keep it on the record that it belongs to, and look up the others'.

## Known limits
DOIs are compared bare and without case. Records that are equal in every field are `DUP002`. Told for every record
after the first.

## References
- DOI Handbook, 2.4: DOI names are unique and case-insensitive
"""

from __future__ import annotations

import polars as pl

from scholint.checks.clusters import CONTENT, cluster, place
from scholint.checks.findings import quoted
from scholint.checks.rule import Check, rule


@rule(
    code="DUP001",
    severity="error",
    fields=["doi"],
    since="0.1.0",
    needs=["batch"],
    bad=[
        {"title": "A study of tides", "doi": "10.1000/1"},
        {"title": "A history of bread", "doi": "10.1000/1"},
    ],
    good=[
        {"title": "A study of tides", "doi": "10.1000/1"},
        {"title": "A history of bread", "doi": "10.1000/2"},
    ],
)
def duplicate_doi() -> Check:
    """Group by the DOI's key; copies of the first record are another rule's."""
    first = pl.col("content").first().over("doi_key")
    return Check(
        field="doi",
        keys={"doi_key": pl.col("doi_key"), "content": CONTENT, "shown_doi": pl.col("doi")},
        when=pl.col("doi_key").is_not_null(),
        violates=(pl.col("content") != first),
        message=pl.format("{} also stands on {}", quoted("shown_doi"), place("doi_key")),
        value=pl.col("shown_doi"),
        evidence=cluster("doi_key"),
    )
