"""ISSNs: the check digit, against an implementation of ISO 3297 of its own, and the ways to write one."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from scholint.checks.values.issn import (
    hyphenated,
    is_real_issn,
    issn_is_valid,
    issn_number,
    issn_of_number,
    issn_or_null,
)
from tests.expressions import evaluate


def check_digit(seven: str) -> str:
    """Return the check digit of seven digits: weights 8 to 2, modulus 11, X for 10."""
    rest = sum(int(digit) * weight for digit, weight in zip(seven, range(8, 1, -1), strict=True)) % 11
    return "0" if rest == 0 else "X" if rest == 1 else str(11 - rest)


def issn(seven: str) -> str:
    return f"{seven[:4]}-{seven[4:]}{check_digit(seven)}"


SEVEN = st.from_regex(r"[0-9]{7}", fullmatch=True)
FORMS = st.from_regex(r"[0-9]{4}-[0-9]{3}[0-9Xx]", fullmatch=True)
TEXTS = FORMS | st.from_regex(r"[0-9-]{7,10}[Xx]?", fullmatch=True) | st.text(max_size=10)


@given(st.lists(FORMS, min_size=1, max_size=50))
def test_an_issn_is_valid_with_the_check_digit_of_its_seven_digits(given_: list[str]) -> None:
    expected = [text[8].upper() == check_digit(text[:4] + text[5:8]) for text in given_]
    assert evaluate(issn_is_valid, given_) == expected


@given(st.lists(TEXTS, min_size=1, max_size=50))
def test_text_of_another_form_is_not_valid(given_: list[str]) -> None:
    for text, is_real in zip(given_, evaluate(is_real_issn, given_), strict=True):
        assert not is_real or text.upper() == issn(text[:4] + text[5:8])


def test_the_placeholder_and_null_are_not_real_issns() -> None:
    assert evaluate(is_real_issn, ["0000-0000", None, "", "0028-0836"]) == [False, False, False, True]


@given(st.lists(SEVEN, min_size=1, max_size=50))
def test_the_number_of_an_issn_gives_the_issn(given_: list[str]) -> None:
    whole = [issn(seven) for seven in given_]
    numbers = evaluate(issn_number, whole)
    assert numbers == [int(seven) for seven in given_]
    assert evaluate(issn_of_number, numbers, pl.Int32) == whole


@given(st.lists(SEVEN, min_size=1, max_size=50), st.sampled_from(["", " ", "\t"]))
def test_an_issn_is_read_with_and_without_its_hyphen(given_: list[str], space: str) -> None:
    whole = [issn(seven) for seven in given_]
    for text in (whole, [one.replace("-", "") for one in whole]):
        spaced = [f"{space}{one}{space}" for one in text]
        assert evaluate(issn_or_null, spaced) == whole
        assert evaluate(hyphenated, spaced) == whole
        assert evaluate(hyphenated, [one.lower() for one in spaced]) == whole


def test_other_text_is_kept_or_null() -> None:
    texts = ["0028-0836 (Print)", "1234", "", None, "0028--0836"]
    assert evaluate(issn_or_null, texts) == [None] * 5
    assert evaluate(hyphenated, texts) == ["0028-0836 (PRINT)", "1234", "", None, "0028--0836"]
    assert evaluate(issn_number, texts) == [None] * 5
