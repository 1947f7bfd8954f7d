"""What the reference tables say of ISSNs, titles and prefixes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from scholint.checks.reference import lookups
from scholint.checks.reference.publishers import journals_of_publisher, publisher_key, related_publishers
from scholint.checks.reference.relation import same_serial, title_relation
from scholint.checks.reference.tables import SEPARATOR
from scholint.checks.values.issn import issn_of_number
from tests.expressions import evaluate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def issn(number: int) -> str:
    return str(evaluate(issn_of_number, [number], pl.Int32)[0])


# Numbers that no journal has, as the installed tables show.
QUAY, QUAY_ONLINE, LATER, BAKERS, LOAVES, UNKNOWN = (issn(9_999_990 + i) for i in range(6))
JOURNALS: dict[str, list[Any]] = {
    "issn": [9_999_990, 9_999_991, 9_999_992, 9_999_993, 9_999_994],
    "titles": [
        SEPARATOR.join(["Quayside Tidal Letters", "Quaysider"]),
        "Quayside Tidal Letters",
        "Quayside Letters on Currents",
        "Annals of Breadmaking",
        "Zymurgical Loaves",
    ],
    "publisher": ["Quay Press", "Quay Press", "Quay Press", "Oven Press", ""],
}


@pytest.fixture(autouse=True)
def own_journals(write_table: Callable[..., Path]) -> None:
    write_table("journals", JOURNALS)


def over_pairs(function: Callable[..., pl.Expr], pairs: list[tuple[str | None, str | None]]) -> list[Any]:
    frame = pl.DataFrame(pairs, schema={"one": pl.String, "other": pl.String}, orient="row")
    return frame.select(function(pl.col("one"), pl.col("other"))).to_series().to_list()


def test_titles_and_publisher_of_an_issn() -> None:
    asked = [QUAY, UNKNOWN, None, "no ISSN", BAKERS]
    assert evaluate(lookups.titles_of_issn, asked) == [
        ["Quayside Tidal Letters", "Quaysider"],
        None,
        None,
        None,
        ["Annals of Breadmaking"],
    ]
    assert evaluate(lookups.publisher_of_issn, [QUAY, LOAVES, UNKNOWN]) == [["Quay Press"], [], None]
    assert evaluate(lookups.titles_of_issn, [None, None]) == [None, None]


def test_few_keys_and_the_whole_table_give_the_same() -> None:
    asked = [QUAY, UNKNOWN, "0028-0836"]
    few = evaluate(lookups.titles_of_issn, asked)
    # More keys than are looked up one by one, so that the table is read.
    many = evaluate(lookups.titles_of_issn, [*asked, *(issn(number) for number in range(60))])
    assert many[:3] == few
    assert few[2], "the installed table knows Nature"


def test_issns_of_a_title_are_found_by_its_key() -> None:
    names = ["The quayside tidal letters", "Quaysider", "Nothing of that name", "", None]
    assert evaluate(lookups.issns_of_title, names) == [sorted([QUAY, QUAY_ONLINE]), [QUAY], None, None, None]


def test_the_registrants_of_a_prefix(write_table: Callable[..., Path]) -> None:
    registrants = [SEPARATOR.join(["Quay Press", "Oven Press"]), ""]
    write_table("prefixes", {"prefix": ["10.99999", "10.99998"], "registrants": registrants})
    found = evaluate(lookups.registrants, ["10.99999", "10.99998", "10.99997", None])
    assert found == [["Quay Press", "Oven Press"], [], None, None]


def test_a_title_of_another_issn() -> None:
    pairs = [
        ("Annals of Breadmaking", QUAY),
        ("Annals of Breadmaking", BAKERS),
        ("Breadmaking = Annals of Breadmaking", QUAY),
        ("Nothing of that name", QUAY),
        (None, QUAY),
    ]
    assert over_pairs(lookups.title_of_another_issn, pairs) == [True, False, True, None, None]


def test_how_a_name_relates_to_the_titles_of_an_issn() -> None:
    pairs = {
        ("Quayside tidal letters", QUAY): "same",
        ("Quayside Letters on Tides", LATER): "related",
        ("Annals of Breadmaking", QUAY): "another",
        ("Zymurgical Loaves", QUAY): "known",
        ("Nothing of that name", QUAY): "different",
        ("Quayside tidal letters", UNKNOWN): None,
        (None, QUAY): None,
    }
    assert over_pairs(title_relation, list(pairs)) == list(pairs.values())


def test_two_issns_of_one_serial_share_a_title() -> None:
    pairs = [(QUAY, QUAY_ONLINE), (QUAY, BAKERS), (QUAY, UNKNOWN), (QUAY, QUAY)]
    assert over_pairs(same_serial, pairs) == [True, False, False, True]


def test_journals_of_a_publisher_are_counted() -> None:
    assert evaluate(journals_of_publisher, ["Quay Press", "Nobody", None]) == [3, None, None]


def test_publishers_that_merged_share_a_key() -> None:
    keys = evaluate(publisher_key, ["John Wiley & Sons", "Blackwell", "Springer Nature", "Quay Press"])
    assert keys[0] == keys[1]
    assert len(set(keys)) == 3


def test_related_publishers_share_a_word_that_is_not_any_publishers() -> None:
    pairs = [
        ("Quayside Press", "Quayside Verlag"),
        ("Quayside Press", "Ovenhouse Press"),
        (None, "Quayside Press"),
    ]
    assert over_pairs(related_publishers, pairs) == [True, False, None]
