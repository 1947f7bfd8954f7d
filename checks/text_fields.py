"""What the rules about text share: one value to look at in each field, lists of names among them."""

from __future__ import annotations

import unicodedata

import polars as pl

from scholint.checks.contract import RECORDS


def glanced(text: pl.Expr, pattern: str) -> pl.Expr:
    """String: the text where a cheap pattern matches, else empty, so that dear patterns pass it by.

    Not null, since string functions look at what stands behind a null all the same (measured on Polars 2.1).
    """
    return pl.when(text.str.contains(pattern)).then(text).otherwise(pl.lit(""))


def first_matching(name: str, pattern: str) -> pl.Expr:
    """String: the field, or of a list the first item, where it matches; empty or null where none does."""
    if not isinstance(RECORDS.schema[name], pl.List):
        return glanced(pl.col(name), pattern)
    # Joining costs a third of looking at every item, and most records have nothing to find.
    # One line an item, so that anchors hold.
    joined = pl.col(name).list.join("\n")
    listed = pl.when(joined.str.contains(f"(?m:{pattern})")).then(pl.col(name))
    return listed.list.eval(pl.element().filter(pl.element().str.contains(pattern))).list.first()


def named_character(character: str) -> str:
    """Return the code point and the Unicode name of one character: `U+00AD (soft hyphen)`."""
    name = unicodedata.name(character, "control character").lower()
    return f"U+{ord(character):04X} ({name})"
