"""A Dask cluster: its workers lint the partitions, and its shuffle exchanges their keys.

Imported by `scholint flow run --on` alone; needs the extra `scholint[dask]`. Workers need the same files as the flow,
and the same Prefect home. Rows are sent as Arrow bytes, so that the groups are those that one process would make.
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
    """Yield the address of a scheduler: that of the place, or of a local cluster that ends with the context."""
    if place.address:
        yield place.address
        return
    # One thread per worker: Polars uses several threads for one task.
    with LocalCluster(n_workers=place.processes, threads_per_worker=1, dashboard_address=None) as local:
        yield local.scheduler_address


def runner(address: str) -> TaskRunner[Any]:
    """Return the Prefect task runner for a scheduler."""
    found: TaskRunner[Any] = DaskTaskRunner(address=address)
    return found


def exchange(address: str, files: Sequence[Path]) -> Exchange:
    """Return an exchange of the keys in files: the workers scatter and gather them, Dask shuffles them in between."""
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
                # Each is released before the next, so that only one is in memory here.
                yield from (pl.read_ipc(io.BytesIO(rows)) for rows in waiting.pop(0).result()["rows"])

    return exchanged


def _scattered(path: str, scatter: Callable[[pl.LazyFrame, int], pl.LazyFrame], buckets: int) -> pd.DataFrame:
    """Return the rows of a file of keys, one per bucket: `bucket` (int64), `rows` (bytes of Arrow)."""
    keys = pl.scan_ipc(path).with_columns(new=pl.lit(value=True))
    rows = [(bucket, _bytes(found)) for bucket, found in by_bucket(scatter(keys, buckets).collect()).items()]
    return pd.DataFrame(rows, columns=["bucket", "rows"]).astype({"bucket": "int64"})


def _gathered(part: pd.DataFrame, gather: Callable[[pl.DataFrame], pl.DataFrame]) -> pd.DataFrame:
    """Return what `gather` makes of each bucket, in the columns of `_scattered`."""
    rows = []
    for bucket, found in part.groupby("bucket"):
        whole = pl.concat([pl.read_ipc(io.BytesIO(data)) for data in found["rows"]])
        rows.append((bucket, _bytes(gather(whole))))
    return pd.DataFrame(rows, columns=["bucket", "rows"]).astype({"bucket": "int64"})


def _bytes(frame: pl.DataFrame) -> bytes:
    stream = io.BytesIO()
    frame.write_ipc(stream, compression="lz4")
    return stream.getvalue()
