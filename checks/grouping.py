"""Rows of keys, brought together by what they share: in memory while they are few, by bucket on disk when not."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Literal

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
    elif least > 1:
        # First the one column, then the few rows that share something, with all that is known of them.
        mark = pl.col(over).hash(7)
        for marks in _shared_marks(keys.filter(pl.col(over).is_not_null()).select(mark=mark), rows):
            some = wanted.with_columns(mark=mark).join(marks.lazy(), on="mark", how="semi").drop("mark")
            yield shared(some.collect(engine=engine_for(rows)).lazy(), over, least).collect()
    elif rows <= TOGETHER:
        yield shared(wanted, over, least).collect()
    else:
        for bucket in _buckets(wanted, over, -(-rows // TOGETHER)):
            yield shared(bucket, over, least).collect()


def _shared_marks(marks: pl.LazyFrame, rows: int) -> Iterator[pl.DataFrame]:
    """Yield the marks that more than one row has, at most about TOGETHER at once; nothing where there are none."""
    parts = -(-rows // TOGETHER)
    waiting: list[pl.DataFrame] = []
    for part in range(parts):
        mine = marks.filter(pl.col("mark") % parts == part).collect(engine=engine_for(rows))
        waiting.append(mine.filter(pl.col("mark").is_duplicated()).unique())
        if sum(frame.height for frame in waiting) > TOGETHER:
            yield pl.concat(waiting)
            waiting = []
    if any(frame.height for frame in waiting):
        yield pl.concat(waiting)


def engine_for(rows: int) -> Literal["streaming", "in-memory"]:
    """Return Polars' engine: streaming holds little at once, but takes a tenth of a second to set itself up."""
    return "streaming" if rows > TOGETHER // 10 else "in-memory"


def shared(keys: pl.LazyFrame, over: str, least: int) -> pl.LazyFrame:
    """Return the rows whose value of `over` is shared by `least` rows, in the order of source and line."""
    column = pl.col(over)
    kept = column.is_not_null() if least <= 1 else column.is_not_null() & column.is_duplicated()
    return keys.filter(kept).sort(*ORDER, maintain_order=True)


def _buckets(keys: pl.LazyFrame, over: str, count: int) -> Iterator[pl.LazyFrame]:
    column = pl.col(over)
    with tempfile.TemporaryDirectory(prefix="scholint-") as folder:
        keys.filter(column.is_not_null()).with_columns(bucket=column.hash(7) % count).sink_parquet(
            pl.PartitionBy(folder, key="bucket"), compression="lz4", mkdir=True
        )
        for bucket in sorted(Path(folder).iterdir()):
            yield pl.scan_parquet(bucket / "*.parquet", hive_partitioning=False)
