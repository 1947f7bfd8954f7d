"""Bare texts: abstracts without markup and leading label, normalized for comparison, and their hashes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scholint.checks.values.text import ANGLE_BRACKETS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def hashed(text: pl.Expr, seed: int) -> pl.Expr:
    """UInt64: the hash of the text; null if the text is null or empty."""
    return pl.when(text != "").then(text.hash(seed))


def bare_texts(texts: pl.Series) -> pl.Series:
    """Return String: the abstracts in lowercase and plain characters, without markup, leading label and extra whitespace.

    Each step changes only the texts that a cheap test selects. Nearly every text needs no step. The others are processed in
    a separate frame, because replacing texts in a frame copies all of them.
    """
    frame = texts.fill_null("").alias("text").to_frame()
    odd = frame.select(_ODD).to_series()
    if not odd.any():
        return _plain(frame["text"])
    few = frame.filter(odd)
    for test, change in _STEPS:
        # If the test is false, the change gets an empty text.
        few = few.with_columns(bare=pl.when(test).then(_TEXT).otherwise(pl.lit("")))
        few = few.select(text=pl.when(_BARE != "").then(change).otherwise(_TEXT))
    rows = pl.concat([(~odd).arg_true(), odd.arg_true()])
    return _plain(pl.concat([frame.filter(~odd), few])["text"]).gather(rows.arg_sort())


def _plain(texts: pl.Series) -> pl.Series:
    return texts.str.to_lowercase().str.replace(_LABEL, "").str.strip_chars(" .{}")


def abstract_hashes(texts: pl.Series) -> pl.Series:
    """Return UInt64: the hashes of the bare texts; null for texts of fewer than SHORTEST bytes."""
    long = pl.when(texts.str.len_bytes() >= SHORTEST).then(texts).otherwise(pl.lit(""))
    bare = bare_texts(pl.select(long).to_series())
    return pl.select(hashed(pl.lit(bare), 0)).to_series()


def has(literal: str) -> pl.Expr:
    """Boolean: the text contains the literal. This is ten times as fast as a pattern."""
    return pl.col("text").str.contains(literal, literal=True)


_TEXT, _BARE = pl.col("text"), pl.col("bare")
_TYPOGRAPHY = {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‐": "-", "‑": "-", "\u00ad": ""}
_WIDE = _TEXT.str.len_bytes() != _TEXT.str.len_chars()
# All characters beyond ASCII, except the frequent ones that NFKC does not change (UnicodeData.txt). One in seven texts with
# characters beyond ASCII has one of these.
_CHANGED = (
    r"[^\x00-\x{9F}\x{A1}-\x{A7}\x{A9}\x{AB}-\x{AE}\x{B0}\x{B1}\x{B6}\x{B7}\x{BB}\x{BF}-\x{131}\x{134}-\x{13E}"
    r"\x{141}-\x{148}\x{14A}-\x{17E}\x{391}-\x{3CE}\x{400}-\x{44F}\x{2010}\x{2012}-\x{2016}\x{2018}-\x{2022}]"
)
_STEPS: Sequence[tuple[pl.Expr, pl.Expr]] = (
    (has("<"), _BARE.str.replace_all(ANGLE_BRACKETS, " ")),
    (_WIDE & _TEXT.str.contains(_CHANGED), _BARE.str.normalize("NFKC")),
    (_WIDE, _BARE.str.replace_many(_TYPOGRAPHY)),
    (has("\n") | has("  ") | has("\t"), _BARE.str.replace_all(r"\s{2,}|[^\S ]", " ").str.strip_chars()),
)
_ODD = has("<") | _WIDE | has("\n") | has("  ") | has("\t")
# The word for "abstract" in the languages of scholarly abstracts, with or without a space after it.
_LABEL = (
    r"^\W*(?:abstract|summary|resumen|resumo|résumé|zusammenfassung|riassunto|özet|аннотация|резюме|摘\s*要|要\s*旨|초록|الملخص)"
    r"(?:\s*[:：.—–-]+|\s+)\s*"
)
SHORTEST, LONG = 60, 200
"""Minimum length, in bytes, of a text to compare, and of a text that is long enough to be specific to one work."""

ABSTRACT: Mapping[str, pl.Expr] = {
    "abstract_hash": pl.col("abstract").map_batches(
        abstract_hashes, return_dtype=pl.UInt64, is_elementwise=True
    ),
    "abstract_long": pl.col("abstract").str.len_bytes() >= LONG,
    "shown": pl.col("abstract").str.slice(0, 60),
}
"""Key columns: the abstract's hash, whether it is long enough to be specific to one work, and its start."""
