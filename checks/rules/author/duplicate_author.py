"""Author is listed more than once.

## Why it matters
The person is counted twice, and copies of the record no longer match.

## How to fix
Remove the second entry, unless two people share the name.

## What is not flagged
- Names that differ in anything other than letter case and outer spaces.
- Initials and short names, because two people may have the same. A name is checked only if it has two words of four or
  more letters (three or more if the word starts with a lowercase letter).
- Names with a frequent Chinese, Korean, Vietnamese, or Indian family name.

If the complete list of two or more names is repeated, it is flagged even if the names are short or frequent.

If most records of a source have this problem, or many records have it with the same value, they are reported once for
the source.

## References
- Crossref, contributors, https://www.crossref.org/documentation/schema-library/markup-guide-metadata-segments/contributors/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Folding, rule

# Family names that are so frequent that two authors of one paper may have the same full name.
_FREQUENT = r"(?i)\b(?:wang|li|zhang|liu|chen|yang|huang|zhao|wu|zhou|xu|sun|ma|zhu|hu|guo|he|lin|gao|luo|kim|lee|park|choi|jung|nguyen|tran|le|pham|singh|kumar|sharma)\b"
# Two words of four or more letters each, or of three or more if the word starts with a lowercase letter.
_FULL_NAME = r"(?:\p{Lu}[\p{Lu}\p{Ll}]|\p{Ll})\p{L}{2,}.*[\s,].*(?:\p{Lu}[\p{Lu}\p{Ll}]|\p{Ll})\p{L}{2,}"
# Minimum number of entries. Shorter lists may contain two people with the same name.
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
    """Return a check that flags author lists that contain a full name twice, or that repeat all their names."""
    listed = pl.col("authors").list.len()
    # Entries that differ only in letter case or outer spaces are the same name.
    different = pl.col("authors").list.eval(pl.element().str.strip_chars().str.to_lowercase()).list.n_unique()
    # Most lists contain no name twice and are not searched further.
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
