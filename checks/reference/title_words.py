"""Words that two titles or names have in common: for relations that are weaker than being the same title.

Functions take two String expressions. The constants are expressions over a frame from `paired`, for callers that compare
the same pairs in several ways.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scholint.checks.reference.titles import key_of_words, normal_words
from scholint.seeds.words import journal_titles

if TYPE_CHECKING:
    from collections.abc import Callable

# Words are compared by this many letters, so that inflections and translations are equal (`biology`, `biologia`).
_STEM = 4
# Two titles, or two beginnings of titles, with at least this many equal letters are not equal by chance.
_MIN_TITLE, _MIN_BEGINNING = 9, 30


def related_names(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Boolean: the names have a distinctive word in common, as former and later titles do; null if either is null."""
    return over_pairs(one, other, lambda pairs: pairs.select(SHARES_WORD).to_series())


def shares_any_word(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Boolean: the names have any word in common, even a frequent one. Most titles in one language do."""
    return _shared(*(normal_words(name).str.split(" ") for name in (one, other))) > 0


def distinctive_overlap(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Float64 from 0 to 1: the Jaccard similarity of the distinctive words of the two names."""
    return _jaccard(*(_stems(normal_words(name).str.split(" ")) for name in (one, other)))


def paired(pairs: pl.DataFrame) -> pl.DataFrame:
    """Return a frame of pairs of names, with the words and the key of each name. The rows keep their order.

    `pairs`: `one` and `other` (String, never null), and any other columns. The added columns are `normal one` and
    `normal other`, as `normal_words` returns them, and `key one` and `key other`, as `title_key` returns them.
    """
    # Once per name: `normal_words` has thirteen patterns, and compiling them takes longer than a hundred names.
    names = pl.concat([pairs["one"], pairs["other"]]).unique().to_frame("name")
    keyed = names.with_columns(normal=normal_words(pl.col("name"))).with_columns(
        key=key_of_words(pl.col("normal"))
    )
    for side in ("one", "other"):
        known = keyed.rename({"name": side, "normal": f"normal {side}", "key": f"key {side}"})
        pairs = pairs.join(known, on=side, how="left", maintain_order="left")
    return pairs


def over_pairs(one: pl.Expr, other: pl.Expr, compare: Callable[[pl.DataFrame], pl.Series]) -> pl.Expr:
    """Boolean: the result of `compare` for each pair of names; null if either name is null.

    `compare`: a function that takes the frame that `paired` returns, and returns one Boolean per row. It is called once
    per batch, with the distinct pairs.
    """

    def compared(pairs: pl.Series) -> pl.Series:
        frame = pairs.struct.unnest()
        known = frame.filter(pl.col("one").is_not_null() & pl.col("other").is_not_null()).unique()
        answer: pl.Series | pl.Expr = compare(paired(known)) if known.height else pl.lit(None, pl.Boolean)
        joined = frame.join(
            known.with_columns(answer.alias("answer")), on=["one", "other"], how="left", maintain_order="left"
        )
        return joined["answer"].alias(pairs.name)

    # A Python call per batch, because each step builds on the one before, and only looks at pairs of unequal names.
    pair = pl.struct(one.alias("one"), other.alias("other"))
    return pair.map_batches(compared, return_dtype=pl.Boolean, is_elementwise=True)


def _stems(words: pl.Expr) -> pl.Expr:
    """List(String): the beginnings of the distinctive words. Words that very many titles contain are left out."""
    word = pl.element()
    stem = word.filter(word.str.len_chars() >= _STEM).str.slice(0, _STEM)
    return words.list.eval(stem.filter(~stem.is_in(list(journal_titles()["common-beginnings"]))))


def _shared(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    return one.list.set_intersection(other).list.len()


def _jaccard(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    return _shared(one, other) / one.list.set_union(other).list.len()


def _words(side: str) -> pl.Expr:
    return pl.col(f"normal {side}").str.split(" ")


def _same_beginning() -> pl.Expr:
    one, other = pl.col("key one"), pl.col("key other")
    begins = one.str.starts_with(other) | other.str.starts_with(one)
    long = pl.min_horizontal(one.str.len_chars(), other.str.len_chars()) >= _MIN_TITLE
    return (begins & long) | (one.str.slice(0, _MIN_BEGINNING) == other.str.slice(0, _MIN_BEGINNING))


SHARES_WORD = (_shared(*(_stems(_words(side)) for side in ("one", "other"))) > 0).alias("shares_word")
"""Boolean, over a frame from `paired`: the names have a distinctive word in common."""

WORD_OVERLAP = _jaccard(_words("one"), _words("other")).alias("word_overlap")
"""Float64 from 0 to 1, over a frame from `paired`: the Jaccard similarity of the words."""

SAME_BEGINNING = _same_beginning().alias("same_beginning")
"""Boolean, over a frame from `paired`: one name begins with the other, or both begin with the same 30 letters."""
