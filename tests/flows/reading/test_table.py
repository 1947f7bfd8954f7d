"""Tables: rows against the csv module, as objects with the keys of the header."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scholint.flows.reading.table import delimiter_of, header_names, table_blocks, table_rows

CELL = st.text('ab"\n\r,;\t é', max_size=6)


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    width = draw(st.integers(2, 4))
    # The first cell of a row is not empty, since a row of one empty cell is a blank line.
    row = st.tuples(st.just("x"), *[CELL] * (width - 1)).map(list)
    return draw(st.lists(row, min_size=1, max_size=6))


def written(rows: list[list[str]], delimiter: str) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue()


@given(tables(), st.sampled_from(",;|\t"))
def test_rows_are_those_of_the_csv_module(rows: list[list[str]], delimiter: str) -> None:
    text = written(rows, delimiter)
    found = list(table_rows(text, delimiter))
    assert (
        [row.cells for row in found]
        == rows
        == list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    )
    assert not any(row.fault for row in found)
    # The lines of a row follow those of the row before it.
    assert [row.first for row in found] == [1, *(row.last + 1 for row in found[:-1])]


@given(st.lists(st.tuples(CELL, CELL), max_size=9), st.integers(1, 4))
def test_blocks_have_an_object_for_each_row(cells: list[tuple[str, str]], block_rows: int) -> None:
    rows = [["x", *row] for row in cells]
    text = written([["id", "title", "doi"], *rows], ",")
    blocks = list(table_blocks(text, ",", block_rows))
    records = [json.loads(line) for block in blocks for line in block.data.splitlines()]
    assert records == [dict(zip(("id", "title", "doi"), row, strict=True)) for row in rows]
    assert [len(block.numbers) for block in blocks] == [
        min(block_rows, len(rows) - i) for i in range(0, len(rows), block_rows)
    ]


def test_a_row_of_another_width_is_a_defect() -> None:
    (block,) = table_blocks("title,doi\nA,10.1000/1\nB\nC,10.1000/2,x\n", ",")
    assert list(block.numbers) == [2]
    assert [(d.line, d.reason, d.value) for d in block.defects] == [
        (3, "row has 1 cell, expected 2 as in the header", "B"),
        (4, "row has 3 cells, expected 2 as in the header", "C,10.1000/2,x"),
    ]


def test_blank_lines_are_not_rows() -> None:
    (block,) = table_blocks("title,doi\n\nA,10.1000/1\n\n", ",")
    assert (list(block.numbers), block.defects) == ([3], [])


@pytest.mark.parametrize(
    ("header", "delimiter"),
    [
        ("title,doi", ","),
        ("title;doi;journal, full", ";"),
        ("title\tdoi", "\t"),
        ("title|doi", "|"),
        ("title", None),
        ("", None),
    ],
)
def test_the_delimiter_is_the_most_frequent_mark_of_the_header(header: str, delimiter: str | None) -> None:
    assert delimiter_of(header) == delimiter


def test_names_of_columns_have_no_space_and_no_byte_order_mark() -> None:
    assert header_names(["\ufefftitle", " doi "]) == ["title", "doi"]
