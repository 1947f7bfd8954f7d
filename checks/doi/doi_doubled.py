"""Two DOIs in one field, or one DOI written into itself.

## Why is this bad?
The field resolves to nothing, and the record cannot be matched by either.

## How to mend
Decide which of the two is the record's, by resolving both.

## Fix safety
Unsafe: either DOI may be the record's.

## Known limits
A suffix that begins with `10.` can be registered: told as a warning where both halves parse and differ.

## References
- ISO 26324:2022; DOI Handbook, https://www.doi.org/the-identifier/resources/handbook/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.findings import quoted
from scholint.checks.normal import bare_doi
from scholint.checks.rule import Check, Fix, rule

_DOI = r"10\.\d{4,9}/[^\s;,|]+"


@rule(
    code="DOI005",
    severity="error",
    fields=["doi"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/10.1000/1"},
    good={"title": "A study of tides", "doi": "10.1000/1"},
)
def doi_doubled() -> Check:
    """Look for a second prefix behind a slash, a space or a separator."""
    doi = pl.col("doi_bare")
    first = doi.str.extract(rf"^({_DOI})[\s;,|]+(?:https?://\S*|doi:\s*)?10\.\d", 1)
    nested = doi.str.extract(r"^10\.\d{4,9}/((?:https?://(?:dx\.)?doi\.org/|doi:)?10\.\d{4,9}/.+)$", 1)
    twin = nested.str.extract(r"^(10\.\d{4,9})/", 1) == doi.str.extract(r"^(10\.\d{4,9})/", 1)
    return Check(
        field="doi",
        when=doi.str.contains(r"^10\."),
        violates=first.is_not_null() | nested.is_not_null(),
        severity=pl.when(first.is_null() & ~twin).then(pl.lit("warning")).otherwise(pl.lit("error")),
        message=pl.format("{} holds two DOIs", quoted("doi")),
        fix=Fix(value=pl.coalesce(first, bare_doi(nested))),
    )
