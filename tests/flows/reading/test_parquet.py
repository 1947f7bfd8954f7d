"""Rows of Parquet files as lines of JSON."""

from __future__ import annotations

import io
import json

import polars as pl
import pytest

from scholint.flows.reading.parquet import MAGIC, first_rows, parquet_blocks, read_parquet

FRAME = pl.DataFrame({"title": ["T", None, "Ü"], "authors": [["A"], [], None]})


def test_a_file_is_read_from_its_bytes() -> None:
    stream = io.BytesIO()
    FRAME.write_parquet(stream)
    assert stream.getvalue().startswith(MAGIC)
    assert read_parquet(stream.getvalue()).equals(FRAME)
    with pytest.raises(pl.exceptions.PolarsError):
        read_parquet(MAGIC + b"junk")


@pytest.mark.parametrize("block_rows", [1, 2, 3, 4])
def test_blocks_have_every_row_with_its_number(block_rows: int) -> None:
    blocks = list(parquet_blocks(FRAME, block_rows))
    assert [json.loads(line) for b in blocks for line in b.data.splitlines()] == FRAME.to_dicts()
    assert [number for b in blocks for number in b.numbers] == [1, 2, 3]
    assert all(len(b.numbers) <= block_rows for b in blocks)


def test_the_first_rows_or_the_columns_show_the_format() -> None:
    assert first_rows(FRAME) == FRAME.to_dicts()
    assert first_rows(FRAME.clear()) == [{"title": None, "authors": None}]
