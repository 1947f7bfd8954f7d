"""The oracle of `benchmarks/reading_loss.py`, and its inputs, which the reader reads completely if they are not mutated."""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import Any

import pytest

from scholint.flows.reading.layout import Layout

HOME = Path(__file__).parents[2] / "benchmarks"
sys.path.insert(0, str(HOME))

import reading_loss  # noqa: E402 - the benchmarks are scripts, not a package
import reading_loss_inputs as inputs  # noqa: E402 - the same
import reading_loss_mutations as mutations  # noqa: E402 - the same
import reading_loss_oracle as oracle  # noqa: E402 - the same

sys.path.remove(str(HOME))

A, B, C = (inputs.marker(n) for n in (1, 2, 3))
LINES = f'{{"title": "{A}"}}\n{{"title": "{B}",}}\n{{"title": "{C}"}}\n'.encode()


def defect(**facts: Any) -> dict[str, Any]:
    return {"rule": "REC001", "line": 2, "value": None, "records": 1, **facts}


def judged(
    rows: list[str], *defects: dict[str, Any], layout: Layout = Layout.LINES, data: bytes = LINES
) -> oracle.Verdict:
    return oracle.judge(data, layout, rows, defects, is_failed=False)


def test_a_record_is_in_a_row_or_named_by_the_line_of_a_defect() -> None:
    assert judged([A, C], defect()) == oracle.Verdict()


def test_a_record_in_neither_is_lost() -> None:
    assert judged([A, C]).lost == {B}


def test_a_defect_about_a_part_of_a_record_names_no_record() -> None:
    assert judged([A, C], defect(records=0), defect(rule="REC003")).lost == {B}


def test_a_record_is_read_twice_if_it_is_in_two_rows_or_in_a_row_and_named() -> None:
    assert judged([A, B, C, C]).twice == {C}
    assert judged([A, B, C], defect()).twice == {B}


def test_a_row_that_swallows_another_record_counts_for_the_first() -> None:
    assert judged([A, f"{B} {C}"]).lost == {C}


def test_a_row_without_a_known_marker_is_invented() -> None:
    found = judged([A, B, C, "Tides", inputs.marker(9)])
    assert found.invented == 2
    assert found.is_failure


def test_a_defect_of_a_document_names_the_record_that_its_value_shows() -> None:
    data = f'[{{"t": "{A}"}}, {{"t": "{B}",}}, {{"t": "{C}", "y": 20\x0014, "d": "{C}"}}]'.encode()
    found = judged([A], defect(value=f'{{"t": "{B}",}}, {{"t": "{C}"'), layout=Layout.DOCUMENT, data=data)
    assert found.lost == {C}
    # The value has no marker, but is between two markers of one record.
    assert not judged([A, B], defect(value="20\x0014"), layout=Layout.DOCUMENT, data=data).lost


def test_records_of_a_source_that_is_reported_as_unreadable_are_not_lost_in_silence() -> None:
    found = oracle.judge(LINES, Layout.LINES, [], [], is_failed=True)
    assert found.refused == {A, B, C}
    assert not found.is_failure


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "utf-32", "cp1252"])
def test_markers_are_found_in_any_encoding(encoding: str) -> None:
    assert oracle.markers_in_bytes(f"é{A} x {B}".encode(encoding)) == {A, B}


def test_one_flipped_bit_makes_no_other_marker() -> None:
    marker = A.encode()
    flipped = [
        marker[:i] + bytes([marker[i] ^ 1 << bit]) + marker[i + 1 :]
        for i in range(len(marker))
        for bit in range(8)
    ]
    assert not any(oracle.markers_in_bytes(each) for each in flipped)


@pytest.mark.parametrize("name", inputs.FORMATS)
def test_an_input_that_is_not_mutated_is_read_completely(name: str) -> None:
    parts = inputs.FORMATS[name].build(range(5))
    assert len(oracle.markers_in_bytes(parts.data)) == 5
    for chunk, rows, size in ((1, 1, 1), (7, 4096, 7), (4096, 7, 4096)):
        case = reading_loss.Case(parts.data, rows == 7, chunk, rows, size)
        assert reading_loss.verdict_of(case) == oracle.Verdict()


@pytest.mark.parametrize("name", mutations.MUTATIONS)
def test_a_mutation_changes_the_input(name: str) -> None:
    parts = inputs.FORMATS["list-pretty"].build(range(3))
    changed = mutations.mutated(random.Random(1), parts, [mutations.MUTATIONS[name]])
    assert changed != parts.data


def test_the_same_seed_gives_the_same_inputs() -> None:
    first, again, other = (list(reading_loss.cases("lines", "double", 5, seed)) for seed in (1, 1, 2))
    assert first == again
    assert first != other
