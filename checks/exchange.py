"""Rows of keys, brought together by what they share: in memory while they are few, by bucket on disk when not.

Everything here is an exchange: each row of keys goes to a bucket, and each bucket is looked at by itself. Who does the
exchange (this process, or the workers of a cluster) changes nothing of what comes out.
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
"""As many rows, with all that is known of them, are held at once, unless more share one value."""
MARKS_TOGETHER = 4_000_000
"""As many rows of one or two numbers are held at once."""
HELD_BYTES = 32 << 20
"""As much of what is scattered waits in memory to be written together."""
ORDER = (pl.col("new"), pl.col("source"), pl.col("line"), pl.col("record"))


class Exchange(Protocol):
    """What brings rows of keys together.

    `scatter`: from keys, and the number of buckets, to rows with an unsigned `bucket` each, row by row or by small
    fixed tables alone. `gather`: from all rows of a bucket, in any order, to what is wanted of them. Both can be
    pickled. Yields what was gathered, bucket by bucket, empty buckets left out.
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
    """Return the exchange of this process: in memory while little is scattered, else through a temporary folder.

    `keys`: frames of a batch or so each, since one is held at a time.
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
    """Return the rows of every bucket, by its number."""
    parts = rows.partition_by("bucket", as_dict=True, include_key=False)
    return {int(bucket): parts[(bucket,)] for (bucket,) in sorted(parts)}


def _write(held: Sequence[pl.DataFrame], folder: Path) -> None:
    if not held:
        return
    for bucket, rows in by_bucket(pl.concat(held)).items():
        home = folder / f"{bucket:06d}"
        home.mkdir(exist_ok=True)
        rows.write_parquet(home / f"{len(list(home.iterdir())):06d}.parquet", compression="lz4")


def completed(keys: pl.LazyFrame, wanted: Mapping[str, pl.DataType | type[pl.DataType]]) -> pl.LazyFrame:
    """Return keys with all columns that are wanted: those that a run or an index does not have are null."""
    lacking = wanted.keys() - set(keys.collect_schema().names())
    return keys.with_columns(**{name: pl.lit(None, wanted[name]) for name in sorted(lacking)})


def groups(
    exchange: Exchange, rows: int, names: Sequence[str], over: str, least: int
) -> Iterator[pl.DataFrame]:
    """Yield frames of whole groups: rows that agree in the column `over` are in one frame.

    `rows`: how many keys there are. `names`: the columns that are wanted, `over` among them. Rows whose `over` is
    null, or shared by fewer than `least`, are left out. What an index knew comes first, then the order of source
    and line.
    """
    gather = partial(shared, over=over, least=least)
    if least <= 1:
        yield from exchange(partial(_by_value, names=names, over=over), gather, buckets_for(rows, TOGETHER))
        return
    # First the one column, then the few rows that share something, with all that is known of them.
    counted = list(exchange(partial(_marks, over=over), _repeated, buckets_for(rows, MARKS_TOGETHER)))
    if not any(frame.height for frame in counted):
        return
    marks = pl.concat(counted)
    scatter = partial(_marked, marks=marks.select("mark"), names=names, over=over)
    yield from exchange(scatter, gather, buckets_for(int(marks["rows"].sum()), TOGETHER))


def buckets_for(rows: int, together: int) -> int:
    """Return the number of buckets of which each holds about so many rows at most."""
    return max(1, -(-rows // together))


def shared(keys: pl.DataFrame, over: str, least: int) -> pl.DataFrame:
    """Return the rows whose value of `over` is shared by `least` rows, in the order of source and line."""
    return keys.filter(pl.len().over(over) >= least if least > 1 else pl.lit(value=True)).sort(*ORDER)


def _by_value(keys: pl.LazyFrame, buckets: int, names: Sequence[str], over: str) -> pl.LazyFrame:
    some = keys.select(*names).filter(pl.col(over).is_not_null())
    return some.with_columns(bucket=pl.col(over).hash(7) % buckets)


def _marks(keys: pl.LazyFrame, buckets: int, over: str) -> pl.LazyFrame:
    some = keys.filter(pl.col(over).is_not_null())
    return some.select(mark=pl.col(over).hash(7)).with_columns(bucket=pl.col("mark") % buckets)


def _repeated(marks: pl.DataFrame) -> pl.DataFrame:
    # Sorted, not hashed: half the memory.
    runs = marks["mark"].sort().rle().struct.unnest()
    return runs.filter(pl.col("len") > 1).select(mark="value", rows="len")


def _marked(
    keys: pl.LazyFrame, buckets: int, marks: pl.DataFrame, names: Sequence[str], over: str
) -> pl.LazyFrame:
    some = keys.select(*names).with_columns(mark=pl.col(over).hash(7))
    few = some.join(marks.lazy(), on="mark", how="semi")
    return few.with_columns(bucket=pl.col("mark") % buckets).drop("mark")
