"""A DOI with a resolver, a label or percent-encoding around it.

## Why is this bad?
Two forms of one DOI do not match: the same work is imported twice, or a link to it is built wrong.

## How to mend
Keep the bare DOI, beginning with `10.`; build links from it.

## Fix safety
Safe: what is taken off is no part of the DOI.

## Known limits
OpenAlex writes DOIs as links by design: there it is the format, and passes. A percent sign or a `doi.org` inside
the suffix may be registered so.

## References
- ISO 26324:2022; DOI Handbook, https://www.doi.org/the-identifier/resources/handbook/
- Crossref DOI display guidelines
"""

from __future__ import annotations

import polars as pl

from scholint.checks.findings import quoted
from scholint.checks.normal import INVISIBLE
from scholint.checks.rule import Check, Fix, rule

# What stands invisibly around it is DOI003.
_edges = pl.col("doi").str.replace_all(f"^{INVISIBLE}+|{INVISIBLE}+$", "") == pl.col("doi_bare")


@rule(
    code="DOI002",
    severity="warning",
    fields=["doi"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "https://doi.org/10.1000/1"},
    good={"title": "A study of tides", "doi": "10.1000/1"},
)
def doi_not_bare() -> Check:
    """Compare the field with its bare form."""
    bare = pl.col("doi_bare")
    return Check(
        field="doi",
        when=pl.col("format") != "openalex",
        violates=bare.str.contains(r"^10\.") & (pl.col("doi").str.strip_chars() != bare) & ~_edges,
        message=pl.format("{} is not a bare DOI", quoted("doi")),
        fix=Fix(value=bare, safe=True),
    )
