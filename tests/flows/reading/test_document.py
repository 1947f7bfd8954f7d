"""JSON documents: their records as lines, against the JSON parser."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scholint.flows.reading.document import document_block, records_start

PATHS = ("message.items", "items", "message")
VALUES = st.integers() | st.text(max_size=5) | st.lists(st.none() | st.booleans(), max_size=2)
RECORDS = st.lists(st.dictionaries(st.sampled_from(["a", "b", 'c"']), VALUES, max_size=3), max_size=5)
INDENT = st.sampled_from([None, 0, 2])


def read(text: str) -> list[Any]:
    block = document_block(text, PATHS)
    assert block is not None
    assert block.defects == []
    return [json.loads(line) for line in block.data.splitlines()]


@given(RECORDS, INDENT, st.sampled_from(["", " \n"]))
def test_a_list_is_read_as_the_json_parser_reads_it(
    records: list[dict[str, Any]], indent: int | None, space: str
) -> None:
    assert read(f"{space}{json.dumps(records, indent=indent)}{space}") == records
    wrapped = {"status": "ok", "message": {"total": 5, "items": records}}
    assert read(json.dumps(wrapped, indent=indent)) == records


def test_an_object_without_a_list_is_a_record() -> None:
    assert read('{"title": "T", "authors": ["A"]}') == [{"title": "T", "authors": ["A"]}]
    assert read('{"message": {"DOI": "10.1000/1"}}') == [{"DOI": "10.1000/1"}]


@pytest.mark.parametrize("text", ["", "title,doi", "7", '"text"'])
def test_other_text_is_not_a_document(text: str) -> None:
    assert document_block(text, PATHS) is None


@given(RECORDS.filter(bool), st.data())
def test_the_records_before_the_end_of_a_truncated_document_are_read(
    records: list[dict[str, Any]], data: st.DataObject
) -> None:
    text = json.dumps(records)
    cut = data.draw(st.integers(1, len(text) - 1))
    block = document_block(text[:cut], PATHS)
    assert block is not None
    found = [json.loads(line) for line in block.data.splitlines()]
    assert found == records[: len(found)]
    assert block.defects[0].line == len(found) + 1
    assert block.defects[-1].reason == "document ends inside the list of records"


def test_a_damaged_record_is_a_defect_and_the_others_are_read() -> None:
    text = '[{"a": 1}, {"a" 2, "b": [1, 2]}, {"a": 3}\n {"a": 4}]'
    block = document_block(text, PATHS)
    assert block is not None
    assert [json.loads(line) for line in block.data.splitlines()] == [{"a": 1}, {"a": 3}, {"a": 4}]
    assert list(block.numbers) == [1, 3, 4]
    assert [(d.rule, d.line) for d in block.defects] == [("REC001", 2)]


def test_records_start_at_the_first_path_that_leads_to_them() -> None:
    assert records_start('{"items": [1', PATHS) == 10
    assert records_start('{"message": {"items": [', PATHS) == 22
    assert records_start('{"items": 5}', PATHS) == 0
    assert records_start('  {"a": 1}', PATHS) == 2
