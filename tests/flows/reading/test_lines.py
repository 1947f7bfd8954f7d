"""Lines and page dumps: which lines are records, with their numbers."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scholint.flows.reading.lines import (
    Block,
    first_objects,
    line_blocks,
    objects,
    page_block,
    raw_lines,
    records_with_keys,
    spread_objects,
)

LARGE = 1 << 20
# Without line breaks, and without the two controls that only Python counts as whitespace.
LINES = st.lists(st.binary(max_size=8).map(lambda line: line.translate(None, b"\n\v\f")), max_size=12)


def pieces(data: bytes, cuts: list[int]) -> list[bytes]:
    places = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    return [data[start:end] for start, end in pairwise(places)]


def numbered(blocks: list[Block]) -> list[tuple[int, bytes]]:
    return [pair for b in blocks for pair in zip(b.numbers, b.data.split(b"\n")[:-1], strict=True)]


@given(LINES, st.sampled_from([b"", b"\n"]), st.lists(st.integers(0, 200), max_size=6), st.integers(1, 40))
def test_blocks_have_every_line_that_is_not_blank(
    lines: list[bytes], last_end: bytes, cuts: list[int], block_bytes: int
) -> None:
    data = b"\n".join(lines) + last_end
    blocks = list(line_blocks(pieces(data, cuts), LARGE, block_bytes))
    assert numbered(blocks) == [(i, line) for i, line in enumerate(lines, 1) if line.strip()]
    assert not any(block.defects for block in blocks)


@given(st.lists(st.integers(0, 100), max_size=5), st.integers(1, 60))
def test_a_line_that_is_too_long_is_a_defect_and_the_others_are_read(cuts: list[int], long: int) -> None:
    lines = [b'{"a": 1}', b"x" * (20 + long), b'{"a": 2}']
    data = b"\n".join(lines) + b"\n"
    blocks = list(line_blocks(pieces(data, cuts), 20, 1))
    found = numbered(blocks)
    defects = [defect for block in blocks for defect in block.defects]
    # A line that came with its end in one piece was not too much for the memory.
    assert {1: lines[0], 3: lines[2]}.items() <= dict(found).items()
    assert [defect.line for defect in defects] == ([] if 2 in dict(found) else [2])
    assert all("longer than 20 bytes" in defect.reason and defect.byte == 9 for defect in defects)


def test_a_page_dump_has_objects_in_one_line_and_over_several() -> None:
    record = {"title": "T", "authors": ["A", "B"]}
    pages = ["Page 1", json.dumps(record), "text {", json.dumps(record, indent=1), "{ not an object", ""]
    block = page_block("\n".join(pages).encode())
    *whole, damaged = block.data.splitlines()
    assert block.numbers == [2, 4, 11]
    assert [json.loads(line) for line in whole] == [record, record]
    assert damaged == b"{ not an object"


@given(st.lists(st.dictionaries(st.sampled_from("abc"), st.integers() | st.text(max_size=4), max_size=3)))
def test_objects_of_a_page_dump_are_those_of_json(records: list[dict[str, object]]) -> None:
    block = page_block("".join(json.dumps(r, indent=2) + "\nsome text\n" for r in records).encode())
    assert [json.loads(line) for line in block.data.splitlines()] == records


def test_only_objects_are_returned() -> None:
    rows = ['{"a": 1}', "[1]", "7", "{broken", b'{"a": 2}', "[" * 100_000]
    assert list(objects(rows)) == [{"a": 1}, {"a": 2}]
    assert first_objects("\n".join(['{"a": 1}'] * 3), count=2) == [{"a": 1}] * 2


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=9), min_size=1))
def test_raw_lines_are_the_lines(lines: list[str]) -> None:
    lines = [f'"{line}' for line in lines]
    block = Block("".join(line + "\n" for line in lines).encode(), range(1, len(lines) + 1))
    assert raw_lines(block)["raw"].to_list() == lines


@pytest.mark.parametrize("keys", [["rare"], ["Rare"], ["none", "RARE"]])
def test_records_with_a_rare_key_are_found(keys: list[str]) -> None:
    records = [{"a": i} | ({"rare": 1} if i == 777 else {}) for i in range(1000)]
    block = Block("".join(json.dumps(r) + "\n" for r in records).encode(), range(1, 1001))
    assert records_with_keys(block, keys) == [{"a": 777, "rare": 1}]
    assert records_with_keys(block, ["none"]) == []
    assert records_with_keys(Block(b"", []), keys) == []


def test_spread_objects_come_from_the_whole_block() -> None:
    records = [{"a": i} for i in range(1000)]
    block = Block("".join(json.dumps(r) + "\n" for r in records).encode(), range(1, 1001))
    assert [r["a"] for r in spread_objects(block, count=4)] == [0, 250, 500, 750]
    assert spread_objects(block, count=5000) == records
