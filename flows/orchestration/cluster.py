"""A Dask cluster whose workers check the partitions and exchange their keys.

Only `scholint flow run --on` imports this module, which needs the extra `scholint[dask]`. The workers need access to
the same files and the same Prefect home directory as the flow. Rows are sent as Arrow bytes, so that the groups are
the same as in a single process.
"""

from __future__ import annotations

import io
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import dask
import dask.dataframe as dd
import pandas as pd
import polars as pl
from distributed import Client, LocalCluster
from prefect_dask import DaskTaskRunner

from scholint.checks.exchange import by_bucket

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from prefect.task_runners import TaskRunner

    from scholint.checks.exchange import Exchange
    from scholint.flows.orchestration.places import Place

_META = pd.DataFrame({"bucket": pd.Series(dtype="int64"), "rows": pd.Series(dtype="object")})
BUCKETS = 16


@contextmanager
def scheduler(place: Place) -> Iterator[str]:
    """Yield the address of a Dask scheduler.

    If the place has no address, a local cluster is started, and stopped at the end of the context.
    """
    if place.address:
        yield place.address
        return
    # One thread per worker is enough, because Polars uses several threads for one task.
    with LocalCluster(n_workers=place.processes, threads_per_worker=1, dashboard_address=None) as local:
        yield local.scheduler_address


def runner(address: str) -> TaskRunner[Any]:
    """Return the Prefect task runner for a scheduler."""
    found: TaskRunner[Any] = DaskTaskRunner(address=address)
    return found


def exchange(address: str, files: Sequence[Path]) -> Exchange:
    """Return an exchange of the keys in these files.

    The workers scatter the keys into buckets, Dask brings the rows of each bucket together, and the workers gather
    them.
    """
    paths = [str(path) for path in files]

    def exchanged(
        scatter: Callable[[pl.LazyFrame, int], pl.LazyFrame],
        gather: Callable[[pl.DataFrame], pl.DataFrame],
        buckets: int,
    ) -> Iterator[pl.DataFrame]:
        count = max(buckets, BUCKETS)
        with Client(address) as client, dask.config.set({"dataframe.convert-string": False}):
            scattered = dd.from_map(_scattered, paths, scatter=scatter, buckets=count, meta=_META)
            shuffled = scattered.shuffle(on="bucket", npartitions=count, shuffle_method="tasks")
            gathered = shuffled.map_partitions(_gathered, gather=gather, meta=_META)
            waiting = client.compute(gathered.to_delayed())
            while waiting:
                # Each result is released before the next one is read, so that only one is in memory.
                yield from (pl.read_ipc(io.BytesIO(rows)) for rows in waiting.pop(0).result()["rows"])

    return exchanged


def _scattered(path: str, scatter: Callable[[pl.LazyFrame, int], pl.LazyFrame], buckets: int) -> pd.DataFrame:
    """Scatter the keys of a file, and return one row per bucket: `bucket` (int64) and `rows` (Arrow bytes)."""
    keys = pl.scan_ipc(path).with_columns(new=pl.lit(value=True))
    rows = [(bucket, _bytes(found)) for bucket, found in by_bucket(scatter(keys, buckets).collect()).items()]
    return pd.DataFrame(rows, columns=["bucket", "rows"]).astype({"bucket": "int64"})


def _gathered(part: pd.DataFrame, gather: Callable[[pl.DataFrame], pl.DataFrame]) -> pd.DataFrame:
    """Apply `gather` to each bucket, and return the results in the columns of `_scattered`."""
    rows = []
    for bucket, found in part.groupby("bucket"):
        whole = pl.concat([pl.read_ipc(io.BytesIO(data)) for data in found["rows"]])
        rows.append((bucket, _bytes(gather(whole))))
    return pd.DataFrame(rows, columns=["bucket", "rows"]).astype({"bucket": "int64"})


def _bytes(frame: pl.DataFrame) -> bytes:
    stream = io.BytesIO()
    frame.write_ipc(stream, compression="lz4")
    return stream.getvalue()
