"""Exchanges: bring together the rows of key columns that have equal values.

An exchange puts each row into a bucket, then processes one bucket at a time. A few rows stay in memory; more are written to
disk, by bucket. The work is done by this process or by the workers of a cluster, with the same result.
"""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

TOGETHER = 50_000
"""Maximum number of rows with all columns in memory at a time. Rows with one equal value may be more."""
MARKS_TOGETHER = 4_000_000
"""Maximum number of rows of one or two numbers in memory at a time."""
HELD_BYTES = 32 << 20
"""Number of bytes of scattered rows to collect in memory before writing them together."""
ORDER = (pl.col("new"), pl.col("source"), pl.col("line"), pl.col("record"))


class Exchange(Protocol):
    """Group rows of key columns by bucket.

    `scatter`: a function of keys and the number of buckets. It returns rows with a column `bucket` (unsigned integer). It
    computes each row from that row alone, or from small tables that are the same for all rows.
    `gather`: a function of all rows of one bucket, in any order. It returns the result for the bucket.
    Both functions can be pickled. The exchange yields one result per bucket, in order, and skips empty buckets.
    """

    def __call__(
        self,
        scatter: Callable[[pl.LazyFrame, int], pl.LazyFrame],
        gather: Callable[[pl.DataFrame], pl.DataFrame],
        buckets: int,
    ) -> Iterator[pl.DataFrame]:
        """Yield the gathered frames."""
        ...


def local_exchange(keys: Sequence[pl.LazyFrame]) -> Exchange:
    """Return an exchange that runs in this process. It writes to a temporary folder only if there are many scattered rows.

    `keys`: frames of about one batch each. Only one of them is in memory at a time.
    """

    def exchange(
        scatter: Callable[[pl.LazyFrame, int], pl.LazyFrame],
        gather: Callable[[pl.DataFrame], pl.DataFrame],
        buckets: int,
    ) -> Iterator[pl.DataFrame]:
        held: list[pl.DataFrame] = []
        with tempfile.TemporaryDirectory(prefix="scholint-") as folder:
            for frame in keys:
                held.append(scatter(frame, buckets).collect(engine="in-memory"))
                if sum(int(frame.estimated_size()) for frame in held) > HELD_BYTES:
                    _write(held, Path(folder))
                    held = []
            stored = sorted(Path(folder).iterdir())
            if stored:
                _write(held, Path(folder))
                for bucket in sorted(Path(folder).iterdir()):
                    yield gather(pl.read_parquet(bucket / "*.parquet", hive_partitioning=False))
            elif held:
                for found in by_bucket(pl.concat(held)).values():
                    yield gather(found)

    return exchange


def by_bucket(rows: pl.DataFrame) -> dict[int, pl.DataFrame]:
    """Return the rows of each bucket, by its number, in ascending order."""
    parts = rows.partition_by("bucket", as_dict=True, include_key=False)
    return {int(bucket): parts[(bucket,)] for (bucket,) in sorted(parts)}


def _write(held: Sequence[pl.DataFrame], folder: Path) -> None:
    if not held:
        return
    for bucket, rows in by_bucket(pl.concat(held)).items():
        directory = folder / f"{bucket:06d}"
        directory.mkdir(exist_ok=True)
        rows.write_parquet(directory / f"{len(list(directory.iterdir())):06d}.parquet", compression="lz4")


def completed(keys: pl.LazyFrame, wanted: Mapping[str, pl.DataType | type[pl.DataType]]) -> pl.LazyFrame:
    """Return the keys with all `wanted` columns (name to dtype). Columns that the run or the index lacks are null."""
    lacking = wanted.keys() - set(keys.collect_schema().names())
    return keys.with_columns(**{name: pl.lit(None, wanted[name]) for name in sorted(lacking)})


def groups(
    exchange: Exchange, rows: int, names: Sequence[str], group_by: str, min_rows: int
) -> Iterator[pl.DataFrame]:
    """Yield frames of complete groups. A group is all rows with the same value of the column `group_by`.

    `rows`: the number of keys. `names`: the columns of the frames, including `group_by`. Rows whose value is null, and groups
    of fewer than `min_rows` rows, are left out. Rows of earlier runs come first; rows of one run are ordered by source and
    line.
    """
    gather = partial(shared, group_by=group_by, min_rows=min_rows)
    if min_rows <= 1:
        yield from exchange(
            partial(_by_value, names=names, group_by=group_by), gather, buckets_for(rows, TOGETHER)
        )
        return
    # Find the repeated values from their hashes alone; then read all columns of the few rows that have them.
    counted = list(exchange(partial(_marks, group_by=group_by), _repeated, buckets_for(rows, MARKS_TOGETHER)))
    if not any(frame.height for frame in counted):
        return
    marks = pl.concat(counted)
    scatter = partial(_marked, marks=marks.select("mark"), names=names, group_by=group_by)
    yield from exchange(scatter, gather, buckets_for(int(marks["rows"].sum()), TOGETHER))


def buckets_for(rows: int, together: int) -> int:
    """Return the number of buckets that have about `together` rows each, or fewer."""
    return max(1, -(-rows // together))


def shared(keys: pl.DataFrame, group_by: str, min_rows: int) -> pl.DataFrame:
    """Return the rows of groups with at least `min_rows` rows, in the order of ORDER; see `groups`."""
    return keys.filter(pl.len().over(group_by) >= min_rows if min_rows > 1 else pl.lit(value=True)).sort(
        *ORDER
    )


def _by_value(keys: pl.LazyFrame, buckets: int, names: Sequence[str], group_by: str) -> pl.LazyFrame:
    some = keys.select(*names).filter(pl.col(group_by).is_not_null())
    return some.with_columns(bucket=pl.col(group_by).hash(7) % buckets)


def _marks(keys: pl.LazyFrame, buckets: int, group_by: str) -> pl.LazyFrame:
    some = keys.filter(pl.col(group_by).is_not_null())
    return some.select(mark=pl.col(group_by).hash(7)).with_columns(bucket=pl.col("mark") % buckets)


def _repeated(marks: pl.DataFrame) -> pl.DataFrame:
    # Sorting takes half the memory of hashing.
    runs = marks["mark"].sort().rle().struct.unnest()
    return runs.filter(pl.col("len") > 1).select(mark="value", rows="len")


def _marked(
    keys: pl.LazyFrame, buckets: int, marks: pl.DataFrame, names: Sequence[str], group_by: str
) -> pl.LazyFrame:
    some = keys.select(*names).with_columns(mark=pl.col(group_by).hash(7))
    few = some.join(marks.lazy(), on="mark", how="semi")
    return few.with_columns(bucket=pl.col("mark") % buckets).drop("mark")
