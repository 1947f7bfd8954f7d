"""Page ranges as they are written."""

from __future__ import annotations

import re

import polars as pl
import pytest

from scholint.checks.values.pages import NUMBER_RANGE, is_one_page


@pytest.mark.parametrize(
    ("pages", "numbers"),
    [
        ("12-34", ("12", "34")),
        (" pp. 12 – 34 ", ("12", "34")),
        ("p12—34", ("12", "34")),
        ("12--34", ("12", "34")),
        ("34-12", ("34", "12")),
        ("12", None),
        ("12-34, 40", None),
        ("e12-e34", None),
        ("12345678-12345679", None),
    ],
)
def test_a_range_of_numbers_gives_both(pages: str, numbers: tuple[str, str] | None) -> None:
    found = re.search(NUMBER_RANGE, pages)
    assert (found.groups() if found else None) == numbers


def test_a_range_that_ends_on_its_first_page_is_one_page() -> None:
    frame = pl.DataFrame({"pages": ["12-12", "12 – 12", "12-13", "12", "a-a", None]})
    assert frame.select(is_one_page()).to_series().to_list() == [True, True, False, False, False, False]
