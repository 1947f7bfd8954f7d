"""Absent values: placeholders for missing values, and nulls in conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scholint.seeds.words import placeholders

if TYPE_CHECKING:
    import polars as pl

PLACEHOLDER_OR_PUNCTUATION = r"(?i)^\W*(?:n/?a|null|none|nan|unknown|undefined)?\W*$"
"""A value that is a placeholder of programs, or that has no letter and no digit.

Rules about the form of identifiers and URLs do not flag it, because such an entry is empty rather than malformed.
"""


def is_placeholder(text: pl.Expr) -> pl.Expr:
    """Boolean: the text is one of the placeholders of `seeds/placeholders.toml`, such as `N/A`, in any letter case."""
    words = [word for group in placeholders().values() for word in group]
    return text.str.strip_chars().str.to_lowercase().is_in(words)


def never_null(expression: pl.Expr) -> pl.Expr:
    """Boolean, never null: false where the expression is null."""
    return expression.fill_null(value=False)
