"""One name twice in the list of authors.

## Why it matters
The person counts twice, and two forms of the record differ.

## How to fix
Take the second out, unless two people share the name.

## What is not flagged
The names must be equal but for case, and hold two words of four letters at least (three where the capital is
lost): two people may share initials, short names, and frequent Chinese, Korean, Vietnamese and Indian surnames
with a given name. A list that stands twice as a whole, of two names or more, is told whatever they are.
Names with ORCIDs that differ cannot be told apart here.
What most records of a file have in common is told once, and so is one value in many records.

## References
- Crossref: contributors, https://www.crossref.org/documentation/schema-library/markup-guide-metadata-segments/contributors/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Grouping, rule

# Surnames so frequent that two authors of one paper do share a whole name.
_SHARED = r"(?i)\b(?:wang|li|zhang|liu|chen|yang|huang|zhao|wu|zhou|xu|sun|ma|zhu|hu|guo|he|lin|gao|luo|kim|lee|park|choi|jung|nguyen|tran|le|pham|singh|kumar|sharma)\b"


_TELLING = r"(?:\p{Lu}[\p{Lu}\p{Ll}]|\p{Ll})\p{L}{2,}.*[\s,].*(?:\p{Lu}[\p{Lu}\p{Ll}]|\p{Ll})\p{L}{2,}"
# Two pairs of people may share their names, though hardly each author of a paper with another.
_LIST = 4


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
    listed = pl.col("authors").list.len()
    # Case and outer spaces tell no one apart.
    different = pl.col("authors").list.eval(pl.element().str.strip_chars().str.to_lowercase()).list.n_unique()
    # Most lists name nobody twice, and are not looked into.
    repeated = pl.when(different < listed).then(pl.col("authors"))
    alike = pl.element().str.strip_chars().str.to_lowercase()
    telling = pl.element().str.contains(_TELLING) & ~pl.element().str.contains(_SHARED)
    twice = repeated.list.eval(pl.element().filter(telling & alike.is_duplicated()))
    doubled = (different * 2 == listed) & (listed >= _LIST)
    value = pl.when(doubled).then(pl.col("authors").list.first()).otherwise(twice.list.first())
    return Check(
        field="authors",
        violates=doubled | twice.list.first().is_not_null(),
        message=pl.when(doubled)
        .then(pl.format("{} entries name only {} authors, {} among them", listed, different, quoted(value)))
        .otherwise(pl.format("{} is listed more than once", quoted(value))),
        value=value,
        evidence={"authors": listed, "different": different},
        grouping=Grouping(common=True),
    )
