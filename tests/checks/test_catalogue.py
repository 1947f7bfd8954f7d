"""Selecting rules: codes, names, families, prefixes; the nearest one is named."""

from __future__ import annotations

import pytest

from scholint.checks import catalogue
from scholint.errors import UnknownRuleError


def codes(**wanted: list[str]) -> set[str]:
    return {rule.code for rule in catalogue.select(wanted.get("chosen", []), wanted.get("ignored", []))}


def test_by_default_all_that_are_not_opt_in() -> None:
    assert codes() == {rule.code for rule in catalogue.catalogue().values() if not rule.opt_in}


def test_a_family_a_prefix_a_name_and_a_code() -> None:
    assert codes(chosen=["doi-syntax"]) == {"DOI001"} == codes(chosen=["doi001"])
    assert {"DOI001", "DOI002"} <= codes(chosen=["DOI"]) == codes(chosen=["DOI0"])


def test_the_longer_selector_wins() -> None:
    assert "DOI001" not in codes(chosen=["DOI"], ignored=["DOI001"])
    assert codes(chosen=["DOI001"], ignored=["DOI"]) == {"DOI001"}
    assert codes(chosen=["ALL"], ignored=["ALL"]) == set()
    assert "DOI001" not in codes(ignored=["DOI"])


@pytest.mark.parametrize(("wrong", "near"), [("DOI0001", "DOI001"), ("doi-sintax", "doi-syntax")])
def test_an_unknown_rule_names_the_nearest(wrong: str, near: str) -> None:
    with pytest.raises(UnknownRuleError, match=near):
        catalogue.select([wrong])


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ("", "empty rule selector, expected a code or a name (see `scholint rules`)"),
        ("DOI", "`DOI` is a family, expected one rule, such as DOI001"),
        ("dat", "`dat` is a family, expected one rule, such as DAT001"),
        ("DOI01", "`DOI01` matches 5 rules, expected one rule, such as DOI010"),
        ("zzz", "unknown rule `zzz` (see `scholint rules`)"),
    ],
)
def test_find_needs_exactly_one(wrong: str, sentence: str) -> None:
    with pytest.raises(UnknownRuleError) as refused:
        catalogue.find(wrong)
    assert str(refused.value) == sentence


def test_a_family_is_not_suggested_where_one_rule_is_expected() -> None:
    with pytest.raises(UnknownRuleError, match=r"`DAT999`, did you mean `DAT00\d`\?"):
        catalogue.find("DAT999")
