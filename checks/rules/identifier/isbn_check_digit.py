"""ISBN has a wrong check digit or length.

## Why it matters
The ISBN identifies no book, or a different one.

## How to fix
Copy the ISBN from the imprint of the book, or from the publisher's page.

## What is not flagged
- Correct ISBN-10 and ISBN-13, with or without hyphens and spaces, a label, a binding such as `(hbk)`, or
  `http://id.crossref.org/isbn/`.
- Several ISBNs in one entry, if all are correct.
- Entries without a digit.

## References
- ISO 2108:2017, International standard book number (ISBN)
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, rule

_TEN, _THIRTEEN = 10, 13


@rule(
    code="IDN008",
    severity="warning",
    fields=["isbns"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "isbns": ["978-3-16-148410-1"]},
    good={"title": "A study of tides", "doi": "10.1000/1", "isbns": ["978-3-16-148410-0", "0-306-40615-2"]},
)
def isbn_check_digit() -> Check:
    """Return a check that flags ISBNs with a wrong check digit or length."""
    # Most records have no ISBN. Their lists are not joined and split, which saves time.
    several = pl.when(pl.col("isbns").list.len() > 0).then(pl.col("isbns"))
    separated = several.list.join(";").str.replace_all(r"[,|]|\s(?:and|/)\s", ";")
    wrong = (
        separated.str.replace_all(r"([\dX])\s+(97[89])", "$1;$2")
        .str.split(";")
        .list.eval(pl.element().filter(~_is_valid(_digits(pl.element())) & pl.element().str.contains(r"\d")))
        .list.first()
    )
    return Check(
        field="isbns",
        when=pl.col("isbns").list.len() > 0,
        violates=wrong.is_not_null(),
        message=pl.format("ISBN {} has a wrong check digit or length", quoted(wrong.str.strip_chars())),
        value=wrong.str.strip_chars(),
    )


def _digits(isbn: pl.Expr) -> pl.Expr:
    bare = isbn.str.replace(r"(?i)^\s*(?:https?://id\.crossref\.org/isbn/|isbn(?:-1[03])?:?)", "")
    return bare.str.replace(r"\s*\(.*\)\s*$", "").str.replace_all(r"[\s‐-―-]+", "").str.to_uppercase()


def _is_valid(digits: pl.Expr) -> pl.Expr:
    value = [digits.str.slice(i, 1).cast(pl.Int32, strict=False) for i in range(_THIRTEEN)]
    last = pl.when(digits.str.slice(_TEN - 1, 1) == "X").then(10).otherwise(value[_TEN - 1])
    ten = (pl.sum_horizontal(value[i] * (_TEN - i) for i in range(_TEN - 1)) + last) % 11 == 0
    thirteen = pl.sum_horizontal(v * (3 if i % 2 else 1) for i, v in enumerate(value)) % 10 == 0
    return (digits.str.contains(r"^\d{9}[\dX]$") & ten) | (digits.str.contains(r"^97[89]\d{10}$") & thirteen)
