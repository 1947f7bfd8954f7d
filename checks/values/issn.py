"""ISSNs: the written form and the check digit."""

from __future__ import annotations

import polars as pl


def issn_is_valid(expression: pl.Expr) -> pl.Expr:
    """Boolean: NNNN-NNNC with the right check digit (ISO 3297: weights 8 to 2, modulo 11, `X` for 10)."""
    number = expression.str.extract(r"^([0-9]{4}-[0-9]{3})[0-9Xx]$", 1).str.replace("-", "", literal=True)
    digits = number.cast(pl.Int32, strict=False)
    total = pl.sum_horizontal(digits // 10 ** (6 - i) % 10 * (8 - i) for i in range(7))
    check = expression.str.slice(8, 1)
    value = pl.when(check.is_in(["X", "x"])).then(10).otherwise(check.cast(pl.Int32, strict=False))
    return digits.is_not_null() & ((total + value) % 11 == 0)


def hyphenated(issn: pl.Expr) -> pl.Expr:
    """String: the ISSN as NNNN-NNNC; other text as it is, in uppercase."""
    return issn.str.replace(r"^\s*([0-9]{4})-?([0-9]{3}[0-9Xx])\s*$", "$1-$2").str.to_uppercase()


def is_real_issn(issn: pl.Expr) -> pl.Expr:
    """Boolean, never null: a valid ISSN other than the placeholder 0000-0000."""
    return (issn_is_valid(issn) & (issn != "0000-0000")).fill_null(value=False)
