"""Author is listed more than once.

## Why it matters
The person is counted twice, and copies of the record no longer match.

## How to fix
Remove the second entry, unless two people share the name.

## What is not flagged
- Names that differ in more than letter case and outer spaces.
- Names without two words of four letters or more (three if the word starts with a lowercase letter), since two people may
  share initials or short names.
- Names with a frequent Chinese, Korean, Vietnamese, or Indian family name.

A list of two names or more that is repeated as a whole is flagged whatever the names are.

A file-wide pattern is reported once, and so is one value in many records.

## References
- Crossref, contributors, https://www.crossref.org/documentation/schema-library/markup-guide-metadata-segments/contributors/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Folding, rule

# Family names so frequent that two authors of one paper may share the whole name.
_FREQUENT = r"(?i)\b(?:wang|li|zhang|liu|chen|yang|huang|zhao|wu|zhou|xu|sun|ma|zhu|hu|guo|he|lin|gao|luo|kim|lee|park|choi|jung|nguyen|tran|le|pham|singh|kumar|sharma)\b"
# Two words of four letters or more, or of three that start with a lowercase letter.
_FULL_NAME = r"(?:\p{Lu}[\p{Lu}\p{Ll}]|\p{Ll})\p{L}{2,}.*[\s,].*(?:\p{Lu}[\p{Lu}\p{Ll}]|\p{Ll})\p{L}{2,}"
# Shorter lists may contain two people of one name.
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
    # Letter case and outer spaces do not distinguish people.
    different = pl.col("authors").list.eval(pl.element().str.strip_chars().str.to_lowercase()).list.n_unique()
    # Most lists contain no name twice, and need no closer look.
    repeated = pl.when(different < listed).then(pl.col("authors"))
    compared = pl.element().str.strip_chars().str.to_lowercase()
    full = pl.element().str.contains(_FULL_NAME) & ~pl.element().str.contains(_FREQUENT)
    twice = repeated.list.eval(pl.element().filter(full & compared.is_duplicated()))
    doubled = (different * 2 == listed) & (listed >= _LIST)
    value = pl.when(doubled).then(pl.col("authors").list.first()).otherwise(twice.list.first())
    return Check(
        field="authors",
        violates=doubled | twice.list.first().is_not_null(),
        message=pl.when(doubled)
        .then(
            pl.format(
                "author list repeats itself: {} entries, {} different names, for example {}",
                listed,
                different,
                quoted(value),
            )
        )
        .otherwise(pl.format("author {} is listed more than once", quoted(value))),
        value=value,
        evidence={"authors": listed, "different": different},
        folding=Folding(common=True),
    )
