"""Which words two titles share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from scholint.checks.reference.title_match import same_words
from scholint.checks.reference.title_words import (
    SAME_BEGINNING,
    WORD_OVERLAP,
    paired,
    related_names,
    shares_any_word,
)

if TYPE_CHECKING:
    from collections.abc import Callable


def compare(function: Callable[..., pl.Expr], one: str | None, other: str | None) -> Any:
    frame = pl.DataFrame({"one": [one], "other": [other]}, schema={"one": pl.String, "other": pl.String})
    return frame.select(function(pl.col("one"), pl.col("other"))).item()


def over(expression: pl.Expr, one: str, other: str) -> Any:
    return paired(pl.DataFrame({"one": [one], "other": [other]})).select(expression).item()


@pytest.mark.parametrize(
    ("one", "other", "related"),
    [
        ("Journal of Tidal Research", "Tidal Letters", True),
        ("Revista de Biología", "Biology Letters", True),
        ("Journal of Research", "Journal of Letters", False),
        ("Tides", None, None),
    ],
)
def test_related_names_share_a_distinctive_word(one: str, other: str | None, *, related: bool | None) -> None:
    assert compare(related_names, one, other) is related
    assert compare(related_names, other, one) is related


def test_any_word_counts_where_it_is_asked_for() -> None:
    assert compare(shares_any_word, "Journal of Research", "Journal of Letters") is True
    assert compare(shares_any_word, "Journal", "Letters") is False


def test_function_words_make_no_other_title() -> None:
    assert compare(same_words, "Frontiers in Physics", "Frontiers of Physics") is True
    assert compare(same_words, "Frontiers in Physics", "Frontiers of Physiology") is False


def test_overlap_is_the_share_of_common_words() -> None:
    assert over(WORD_OVERLAP, "Tidal Letters", "Tidal letters.") == 1
    assert over(WORD_OVERLAP, "Tidal Letters", "Tidal Notes") == pytest.approx(1 / 3)
    assert over(WORD_OVERLAP, "Tidal Letters", "Bread") == 0


def test_the_beginning_counts_from_nine_letters_on() -> None:
    assert over(SAME_BEGINNING, "Quayside Letters", "Quayside Letters: Currents") is True
    assert over(SAME_BEGINNING, "Tides", "Tides and Currents") is False
    assert over(SAME_BEGINNING, "Quayside Letters", "Quayside Notes") is False
