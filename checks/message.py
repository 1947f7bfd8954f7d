"""Parts of messages: values in backticks, cut to length, and characters by name."""

from __future__ import annotations

import unicodedata

import polars as pl

from scholint.checks.contract import VALUE_LIMIT


def named_character(character: str) -> str:
    """Return the code point and the Unicode name of one character: `U+00AD (soft hyphen)`."""
    name = unicodedata.name(character, "control character").lower()
    return f"U+{ord(character):04X} ({name})"


def quoted(expression: pl.Expr | str, limit: int = 80) -> pl.Expr:
    """String: the value in backticks, cut to `limit` characters, for messages; null becomes an empty value."""
    text = pl.col(expression) if isinstance(expression, str) else expression
    text = text.cast(pl.String).fill_null("")
    return pl.format("`{}`", shortened(text.str.replace_all(r"\s+", " "), limit))


def shortened(text: pl.Expr, limit: int = VALUE_LIMIT) -> pl.Expr:
    """String: at most `limit` characters, the last one an ellipsis where something was cut."""
    cut = pl.concat_str(text.str.slice(0, limit - 1), pl.lit("…"))
    return pl.when(text.str.len_chars() > limit).then(cut).otherwise(text)
