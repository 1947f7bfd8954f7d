"""The planters of `benchmarks/recall`: one for every rule, and each changes the record that it gets."""

from __future__ import annotations

import copy
import sys
from pathlib import Path
from typing import Any

import pytest

from scholint.checks import catalogue

HOME = Path(__file__).parents[2] / "benchmarks" / "recall"
sys.path.insert(0, str(HOME))

import planters  # noqa: E402 - the benchmarks are scripts, not a package
import planting  # noqa: E402 - the same

sys.path.remove(str(HOME))

TEXT = (
    "Harbour offices printed tables of the tides, and sailors trusted them. We compared the tables of eleven "
    "harbours with what the gauges of Emden (Germany) and Delfzijl had written over ninety years. The tables were "
    "right in nine harbours; in two they were early. Nobody had told the captains, whose logs from Friesland show "
    "what followed. We think that the offices knew, since Müller's letters of 1891 say so, and ask why they kept "
    "silent for so long."
)
RECORD: dict[str, Any] = {
    "id": "record-1",
    "doi": "10.1002/tides.2014-17",
    "title": "Harbour tables and the tides of Friesland (1890 to 1980): what the gauges of Müller had written",
    "abstract": TEXT,
    "authors": ["Imke Harms", "Onno Friedrichs", "Silvia Lanfranchi"],
    "journal": "Annals of Tides & Harbours",
    "publisher": "Harbour Society",
    "issns": ["0317-8471"],
    "volume": "12",
    "issue": "3",
    "pages": "201-219",
    "published": "2014-05-02",
    "year": "2014",
    "type": "journal-article",
    "language": "en",
    "license": "CC-BY-4.0",
    "fields": ["History"],
    "links": ["https://doi.org/10.1002/tides.2014-17"],
}


def test_every_rule_has_a_planter() -> None:
    assert set(planters.PLANTERS) == set(catalogue.catalogue())


def test_rules_that_planters_name_exist() -> None:
    named = {code for planter in planters.PLANTERS.values() for code in (*planter.instead, *planter.also)}
    assert named <= set(catalogue.catalogue())


@pytest.mark.parametrize("code", planters.PLANTERS)
def test_planter_changes_the_record(code: str) -> None:
    planter = planters.PLANTERS[code]
    # A clean record may lack what a planter fills.
    record = {
        name: value for name, value in RECORD.items() if name not in planter.changes or planter.suits(RECORD)
    }
    assert planter.suits(record)
    for seed in range(12):
        draw = planting.Draw(seed)
        given = copy.deepcopy(record)
        planted = planter.plant(given, draw)
        assert given == record, "a planter changes a copy"
        if planted not in (record, [record]):
            return
    pytest.fail(f"the planter of {code} finds no place in twelve draws")


def test_draws_repeat() -> None:
    for planter in planters.PLANTERS.values():
        first, second = (planter.plant(copy.deepcopy(RECORD), planting.Draw(7)) for _ in range(2))
        assert first == second
