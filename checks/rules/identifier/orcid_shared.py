"""ORCID iD is given for more than one author of the record.

## Why it matters
One author's works are credited to another.

## How to fix
Search the ORCID registry for both names, and give each author their own iD.

## What is not flagged
- Authors who are listed twice (reported by AUT005).
- Records with more ORCID iDs than authors, because the iD of one author may be written twice.

The comparison ignores letter case and the URL before the iD.

## References
- ORCID, structure of the ORCID identifier, https://support.orcid.org/hc/en-us/articles/360006897674
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, rule


@rule(
    code="IDN005",
    severity="warning",
    fields=["orcids"],
    since="0.1.0",
    bad={
        "title": "A study of tides",
        "doi": "10.1000/1",
        "authors": ["A. Lis", "B. Rey"],
        "orcids": ["0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097"],
    },
    good={
        "title": "A study of tides",
        "doi": "10.1000/1",
        "authors": ["A. Lis", "B. Rey"],
        "orcids": ["0000-0002-1825-0097", "0000-0001-5109-3700"],
    },
)
def orcid_shared() -> Check:
    """Return a check that flags ORCID iDs that occur twice in a record."""
    several = pl.when(pl.col("orcids").list.len() > 1).then(pl.col("orcids"))
    bare = several.list.eval(
        pl.element().str.to_uppercase().str.extract(r"(\d{4}-\d{4}-\d{4}-\d{3}[\dX])", 1).drop_nulls()
    )
    shared = bare.list.eval(pl.element().filter(pl.element().is_duplicated())).list.first()
    once = (pl.col("authors").list.n_unique() == pl.col("authors").list.len()) & (
        pl.col("authors").list.len() >= pl.col("orcids").list.len()
    )
    return Check(
        field="orcids",
        violates=shared.is_not_null() & once,
        message=pl.format("ORCID iD {} is given for more than one author", quoted(shared)),
        value=shared,
    )
