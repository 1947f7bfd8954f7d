"""Reading the rows of Parquet files as lines of JSON."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import polars as pl

from scholint.flows.reading.lines import Block

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MAGIC = b"PAR1"
"""The first bytes of a Parquet file."""
_SAMPLES = 50


def read_parquet(data: bytes) -> pl.DataFrame:
    """Return the rows of a Parquet file.

    Raises:
        PolarsError: The data is not a valid Parquet file.

    """
    frame: pl.DataFrame = pl.read_parquet(io.BytesIO(data))
    return frame


def first_rows(frame: pl.DataFrame) -> Sequence[Mapping[str, Any]]:
    """Return the first rows as objects, for detecting the format.

    If there are no rows, return one object with the names of the columns and null values.
    """
    samples = [json.loads(line) for line in frame.head(_SAMPLES).write_ndjson().splitlines()]
    return samples or [dict.fromkeys(frame.columns)]


def parquet_blocks(frame: pl.DataFrame, block_rows: int) -> Iterator[Block]:
    """Yield the rows in blocks of JSON lines. `numbers` of a block are 1-based row numbers."""
    for start in range(0, frame.height, block_rows):
        part = frame[start : start + block_rows]
        yield Block(part.write_ndjson().encode(), range(start + 1, start + 1 + part.height))
