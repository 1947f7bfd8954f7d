"""Rows of keys, brought together by what they share: in memory while they are few, by bucket on disk when not."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TOGETHER = 1_000_000
"""As many rows are grouped in memory; more go through buckets of about as many."""
ORDER = (pl.col("new"), pl.col("source"), pl.col("line"))


def groups(
    keys: pl.LazyFrame, rows: int, names: Sequence[str], over: str | None, least: int
) -> Iterator[pl.DataFrame]:
    """Yield frames of whole groups: rows that agree in the column `over` are in one frame.

    `rows`: how many `keys` has. `names`: the columns that are wanted, `over` among them. Rows whose `over` is
    null, or shared by fewer than `least`, are left out. What an index knew comes first, then the order of source
    and line.
    """
    wanted = keys.select(*names)
    if over is None:
        yield wanted.collect()
    elif rows <= TOGETHER:
        yield _shared(wanted, over, least).collect()
    else:
        for bucket in _buckets(wanted, over, -(-rows // TOGETHER)):
            yield _shared(bucket, over, least).collect()


def _shared(keys: pl.LazyFrame, over: str, least: int) -> pl.LazyFrame:
    column = pl.col(over)
    if least <= 1:
        return keys.filter(column.is_not_null())
    return keys.filter(column.is_not_null() & column.is_duplicated()).sort(*ORDER, maintain_order=True)


def _buckets(keys: pl.LazyFrame, over: str, count: int) -> Iterator[pl.LazyFrame]:
    column = pl.col(over)
    with tempfile.TemporaryDirectory(prefix="scholint-") as folder:
        keys.filter(column.is_not_null()).with_columns(bucket=column.hash(7) % count).sink_parquet(
            pl.PartitionBy(folder, key="bucket"), compression="lz4", mkdir=True
        )
        for bucket in sorted(Path(folder).iterdir()):
            yield pl.scan_parquet(bucket / "*.parquet", hive_partitioning=False)
