"""The comparison of journal titles: a table of real pairs, and what is true of any two names."""

from __future__ import annotations

import csv
import unicodedata
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scholint.checks.reference.title_match import same_journal, same_title
from scholint.checks.reference.title_words import paired

PAIRS = Path(__file__).parent / "journal_title_pairs.tsv"
MEANING = {"same": True, "different": False, "unknown": None}

with PAIRS.open(encoding="utf-8", newline="") as opened:
    ROWS = list(csv.DictReader(opened, delimiter="\t", quoting=csv.QUOTE_NONE))

NAMES = sorted({row[side] for row in ROWS for side in ("one", "other")})
_LETTERS = "abcdehjlnopstuyzäéøłßıςμжиЖЙ学习ÆŒİ"
_INVENTED = st.text(_LETTERS + " .,:;=/|&-–()[]'’1", max_size=40)
NAME = st.sampled_from(NAMES) | _INVENTED | st.builds("{}{}{}".format, _INVENTED, st.just(" = "), _INVENTED)

COUPLES = st.lists(st.tuples(NAME, NAME), min_size=1, max_size=30)


def same(*pairs: tuple[str, str]) -> list[bool | None]:
    """Return the verdict on each pair."""
    frame = pl.DataFrame(pairs, schema={"one": pl.String, "other": pl.String}, orient="row")
    return same_title(paired(frame)).to_list()


def without_accents(name: str) -> str:
    """Return the name without its combining marks."""
    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))


@cache
def table() -> dict[tuple[str, str], bool | None]:
    """Return the verdict on every pair of the table, by its names."""
    pairs = [(row["one"], row["other"]) for row in ROWS]
    return dict(zip(pairs, same(*pairs), strict=True))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['one'][:30]}-{row['other'][:30]}")
def test_real_pairs(row: dict[str, str]) -> None:
    assert table()[row["one"], row["other"]] is MEANING[row["verdict"]], row["why"]


def test_the_table_has_enough_of_each() -> None:
    verdicts = [row["verdict"] for row in ROWS]
    assert min(verdicts.count("same"), verdicts.count("different")) >= 40
    assert len({(row["one"], row["other"]) for row in ROWS}) == len(ROWS)


@settings(max_examples=25)
@given(st.lists(NAME, min_size=1, max_size=30))
def test_a_name_is_itself(names: list[str]) -> None:
    assert all(same(*((name, name) for name in names)))


@settings(max_examples=25)
@given(COUPLES)
def test_the_order_of_names_does_not_count(pairs: list[tuple[str, str]]) -> None:
    assert same(*pairs) == same(*((other, one) for one, other in pairs))


@settings(max_examples=25)
@given(COUPLES)
def test_case_does_not_count(pairs: list[tuple[str, str]]) -> None:
    plain = same(*pairs)
    assert plain == same(*((one.upper(), other) for one, other in pairs))
    assert plain == same(*((one, other.lower()) for one, other in pairs))


@settings(max_examples=25)
@given(COUPLES)
def test_accents_do_not_count(pairs: list[tuple[str, str]]) -> None:
    plain = same(*pairs)
    assert plain == same(*((without_accents(one), other) for one, other in pairs))
    assert plain == same(*((one, without_accents(other)) for one, other in pairs))


@settings(max_examples=25)
@given(COUPLES)
def test_other_pairs_do_not_count(pairs: list[tuple[str, str]]) -> None:
    assert same(*pairs)[:1] == same(pairs[0])


def test_a_missing_name_gives_null() -> None:
    frame = pl.DataFrame({"one": [None, "Gut", "Gut"], "other": ["Gut", None, "GUT"]})
    assert frame.select(same_journal(pl.col("one"), pl.col("other"))).to_series().to_list() == [
        None,
        None,
        True,
    ]
