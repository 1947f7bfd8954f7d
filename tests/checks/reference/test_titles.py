"""Words and keys of journal titles."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scholint.checks.reference.titles import (
    in_latin,
    is_abbreviated,
    is_among,
    normal_words,
    readable,
    title_among,
    title_key,
)
from tests.expressions import evaluate

# Without ß, which is two letters in capitals.
NAME = st.text("aBcé ÖИ.,-&'’()1", max_size=20)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Science & Education", "science and education"),
        ("Économie (Paris)", "economie"),
        ("L'Économie", "l economie"),
        ("Straße", "strasse"),
        ("Tides: A Journal of the Sea", "tides a journal of the sea"),
        ("Journal of Physics. Section A", "journal of physics a"),
        ("Bulletin of the United States of America", "bulletin of the usa"),
        ("Tides [Online]", "tides"),
        ("!?", ""),
    ],
)
def test_normal_words_have_no_case_accents_and_punctuation(name: str, words: str) -> None:
    assert evaluate(normal_words, [name]) == [words]


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("The Tides", "Tides", True),
        ("Muenchener Zeitung", "Münchener Zeitung", True),
        ("Annals of Science and Education", "Annals of Science Education", True),
        ("Science & Education", "Science Education", False),
        ("Tides (Print)", "Tides", True),
        ("TIDES", "tides", True),
        ("Tides", "Tidal", False),
    ],
)
def test_a_key_connects_spellings_of_one_title(one: str, other: str, *, equal: bool) -> None:
    first, second = evaluate(title_key, [one, other])
    assert (first == second) is equal


@given(st.lists(NAME, min_size=1, max_size=20))
def test_a_key_does_not_depend_on_case_or_on_spaces_around(names: list[str]) -> None:
    keys = evaluate(title_key, names)
    assert evaluate(title_key, [f"  {name.upper()} " for name in names]) == keys
    assert all(" " not in key and key == key.lower() for key in keys)


@given(NAME.filter(bool), st.lists(NAME, max_size=5))
def test_a_name_is_among_titles_that_are_equal_but_for_case(name: str, titles: list[str]) -> None:
    frame = pl.DataFrame({"name": [name], "titles": [titles]}, schema={"name": str, "titles": pl.List(str)})
    found = frame.select(is_among(pl.col("name"), pl.col("titles"))).item()
    assert found is (name.lower() in [title.lower() for title in titles])


def test_the_title_with_the_key_of_a_name_is_found_unless_it_lost_accents() -> None:
    rows = [
        ("the tides", ["Sea", "Tides"], "Tides"),
        ("tides", ["TIDES", "Tides"], "TIDES"),
        ("Énergie", ["Energie"], None),
        ("Energie", ["Énergie"], "Énergie"),
        ("Bread", ["Tides"], None),
        ("Bread", [], None),
        (None, ["Tides"], None),
        ("Bread", None, None),
    ]
    frame = pl.DataFrame(rows, schema={"name": str, "titles": pl.List(str), "found": str}, orient="row")
    found = frame.select(title_among(pl.col("name"), pl.col("titles"))).to_series()
    assert found.to_list() == frame["found"].to_list()


@pytest.mark.parametrize(
    ("name", "abbreviated"),
    [("J. Tides", True), ("PLoS", True), ("Tides", True), ("Journal of Tides", False), ("Tides 2.0", False)],
)
def test_an_abbreviation_has_a_period_capitals_or_one_word(name: str, *, abbreviated: bool) -> None:
    assert evaluate(is_abbreviated, [name]) == [abbreviated]


def test_a_name_in_latin_letters_has_no_others() -> None:
    assert evaluate(in_latin, ["Tides", "Приливы", "Tides Приливы", "Öst", "123"]) == [
        True,
        False,
        False,
        True,
        False,
    ]


def test_the_readable_title_is_not_in_capitals() -> None:
    titles = [["TIDES", "Tides"], ["TIDES"], ["Sea", "Tides"], [], None]
    assert evaluate(readable, titles, pl.List(pl.String)) == ["Tides", "TIDES", "Sea", None, None]
