"""One name twice in the list of authors.

## Why is this bad?
The person counts twice, and two forms of the record differ.

## How to mend
Take the second out, unless two people share the name.

## Known limits
The names must be equal letter by letter, with a given name of three letters at least: two people may share
initials, and in Chinese, Korean and Vietnamese whole names; names of fewer than three words in those
languages pass. Names with ORCIDs that differ cannot be told apart here.

## References
- Crossref: contributors, https://www.crossref.org/documentation/schema-library/markup-guide-metadata-segments/contributors/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.findings import quoted
from scholint.checks.rule import Check, rule

# Surnames so frequent that two authors of one paper do share a whole name.
_SHARED = r"(?i)\b(?:wang|li|zhang|liu|chen|yang|huang|zhao|wu|zhou|xu|sun|ma|zhu|hu|guo|he|lin|gao|luo|kim|lee|park|choi|jung|nguyen|tran|le|pham|singh|kumar|sharma)\b"


@rule(
    code="AUT005",
    severity="warning",
    fields=["authors"],
    since="0.1.0",
    bad={
        "title": "A study of tides",
        "doi": "10.1000/1",
        "authors": ["Anna Lisowska", "Bela Rey", "Anna Lisowska"],
    },
    good={"title": "A study of tides", "doi": "10.1000/1", "authors": ["A. Lis", "A. Lis"]},
)
def duplicate_author() -> Check:
    """Look for equal entries with full names."""
    names = pl.col("authors").list.eval(
        pl.element()
        .str.strip_chars()
        .str.to_lowercase()
        .filter(
            pl.element().str.contains(r"\p{Ll}{3,}.*[\s,]+.*\p{Ll}{3,}") & ~pl.element().str.contains(_SHARED)
        )
    )
    listed = pl.when(pl.col("authors").list.n_unique() < pl.col("authors").list.len()).then(names)
    twice = listed.list.eval(pl.element().filter(pl.element().is_duplicated())).list.first()
    return Check(
        field="authors",
        violates=twice.is_not_null(),
        message=pl.format("{} is listed twice", quoted(twice)),
        value=twice,
        evidence={"authors": pl.col("authors").list.len()},
    )
