"""ISSNs: the form NNNN-NNNC, the check digit, and the number that tables store (ISO 3297)."""

from __future__ import annotations

import polars as pl


def issn_is_valid(issn: pl.Expr) -> pl.Expr:
    """Boolean: the text is NNNN-NNNC with a correct check digit; `X` or `x` means 10."""
    number = issn_number(issn)
    check = issn.str.slice(8, 1)
    value = pl.when(check.is_in(["X", "x"])).then(10).otherwise(check.cast(pl.Int32, strict=False))
    return number.is_not_null() & ((_weighted_sum(number) + value) % 11 == 0)


def is_real_issn(issn: pl.Expr) -> pl.Expr:
    """Boolean, never null: the ISSN is valid, and not 0000-0000, which has a correct check digit but belongs to no journal."""
    return (issn_is_valid(issn) & (issn != "0000-0000")).fill_null(value=False)


def hyphenated(text: pl.Expr) -> pl.Expr:
    """String: an ISSN as NNNN-NNNC. Other text is returned in uppercase."""
    return text.str.replace(r"^\s*([0-9]{4})-?([0-9]{3}[0-9Xx])\s*$", "$1-$2").str.to_uppercase()


def issn_or_null(text: pl.Expr) -> pl.Expr:
    """String: an ISSN as NNNN-NNNC, with the check digit as written; null for other text."""
    characters = text.str.extract(r"^\s*(\d{4}-?\d{3}[\dXx])\s*$", 1).str.replace("-", "", literal=True)
    return with_hyphen(characters)


def with_hyphen(characters: pl.Expr) -> pl.Expr:
    """String: the eight characters of an ISSN, with a hyphen in the middle."""
    return pl.concat_str(characters.str.slice(0, 4), pl.lit("-"), characters.str.slice(4))


def issn_number(issn: pl.Expr) -> pl.Expr:
    """Int32: the first seven digits of an ISSN (NNNN-NNNC) as a number; null for other text."""
    digits = issn.str.extract(r"^([0-9]{4}-[0-9]{3})[0-9Xx]$", 1).str.replace("-", "", literal=True)
    return digits.cast(pl.Int32, strict=False)


def issn_of_number(number: pl.Expr) -> pl.Expr:
    """String: the ISSN as NNNN-NNNC. `number`: the first seven digits, as a number."""
    # The weighted sum of all eight digits is a multiple of 11.
    check = ((11 - _weighted_sum(number).cast(pl.Int64) % 11) % 11).cast(pl.String).replace("10", "X")
    return with_hyphen(pl.concat_str(number.cast(pl.String).str.zfill(7), check))


def _weighted_sum(number: pl.Expr) -> pl.Expr:
    """Return the weighted sum of the first seven digits, with weights 8 to 2. `number`: these digits as a number."""
    return pl.sum_horizontal(number // 10 ** (6 - i) % 10 * (8 - i) for i in range(7))
