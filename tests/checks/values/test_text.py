"""Letters, scripts, markup, and the one value of a field that a check looks at."""

from __future__ import annotations

import re
import unicodedata

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scholint.checks.values.text import (
    ANGLE_BRACKETS,
    MALFORMED_TAGS,
    TAGS,
    first_matching,
    is_empty,
    keep_matching,
    letters,
    script,
)
from tests.expressions import evaluate

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cn"]), max_size=20)


def plain_letters(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if unicodedata.category(c)[0] in "LN").lower()


@given(st.lists(st.text("aZ 09-.éÉöß²½ﬁ中Иω\u0301", max_size=20), min_size=1, max_size=30))
def test_letters_keeps_letters_and_digits_in_lowercase_without_accents(texts: list[str]) -> None:
    assert evaluate(letters, texts) == [plain_letters(text) for text in texts]


@given(st.lists(TEXT, min_size=1, max_size=30))
def test_letters_of_a_text_do_not_depend_on_the_others(texts: list[str]) -> None:
    assert evaluate(letters, texts)[:1] == evaluate(letters, texts[:1])


@given(st.lists(st.none() | st.text(" \t\nx", max_size=3), min_size=1))
def test_a_text_is_empty_if_it_is_null_or_white_space(texts: list[str | None]) -> None:
    frame = pl.DataFrame({"title": texts}, schema={"title": pl.String})
    assert frame.select(is_empty("title")).to_series().to_list() == [
        not (text or "").strip() for text in texts
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tides of a coast", None),
        ("Приливы северного берега", "Cyrillic"),
        ("Приливы северного берега (а)", "Cyrillic"),
        ("Приливы, tides of a coast", None),
        ("Παλίρροιες", "Greek"),
        ("المد والجزر", "Arabic"),
        ("גאות ושפל", "Hebrew"),
        ("ज्वार", "Devanagari"),
        ("น้ำขึ้นน้ำลง", "Thai"),
        ("밀물과 썰물", "Hangul"),
        ("潮の満ち引き", "Han or Kana"),
        ("1987", None),
        ("", None),
    ],
)
def test_the_script_of_a_text_is_that_of_nine_in_ten_letters(text: str, name: str | None) -> None:
    assert evaluate(script, [text]) == [name]


@pytest.mark.parametrize(
    ("text", "tag", "malformed", "bracketed"),
    [
        ("<i>E. coli</i>", 2, 2, 2),
        ('<jats:p xml:lang="en">x</jats:p>', 2, 2, 2),
        ("<br/>", 1, 1, 1),
        ("p<0.05 and q>1", 0, 0, 1),
        ("<a!b>", 0, 1, 1),
        ("a < b", 0, 0, 0),
    ],
)
def test_each_pattern_of_markup_finds_more_than_the_one_before(
    text: str, tag: int, malformed: int, bracketed: int
) -> None:
    counts = [len(re.findall(pattern, text)) for pattern in (TAGS, MALFORMED_TAGS, ANGLE_BRACKETS)]
    assert counts == [tag, malformed, bracketed]


def test_a_text_that_does_not_match_is_empty_and_never_null() -> None:
    assert evaluate(lambda text: keep_matching(text, "a"), ["bad", "good", None]) == ["bad", "", ""]


@given(
    st.lists(st.none() | st.lists(st.none() | st.sampled_from(["a", "b a", "b", ""]), max_size=4), min_size=1)
)
def test_the_first_item_that_matches_is_shown(authors: list[list[str | None] | None]) -> None:
    frame = pl.DataFrame({"authors": authors}, schema={"authors": pl.List(pl.String)})
    shown = frame.select(first_matching("authors", "^b")).to_series().to_list()
    assert shown == [next((x for x in items or [] if x and x.startswith("b")), None) for items in authors]


def test_a_text_field_is_shown_where_it_matches() -> None:
    frame = pl.DataFrame({"title": ["bread", "abbey", None]})
    assert frame.select(first_matching("title", "^b")).to_series().to_list() == ["bread", "", ""]
