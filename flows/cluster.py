"""A Dask cluster: where partitions are linted, and where their keys are exchanged, by Dask's own shuffle.

Loaded by `scholint flow run --on` alone; needs the extra `scholint[dask]`. Workers must see the same files as the flow,
and the same Prefect home. Rows travel as Arrow bytes, so that what comes out is what one process would have grouped.
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

from scholint.checks import grouping

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from prefect.task_runners import TaskRunner

    from scholint.flows.places import Place

_META = pd.DataFrame({"bucket": pd.Series(dtype="int64"), "rows": pd.Series(dtype="object")})
BUCKETS = 16


@contextmanager
def scheduler(place: Place) -> Iterator[str]:
    """Yield a scheduler's address: the place's own, or that of a cluster of this machine while the block runs."""
    if place.address:
        yield place.address
        return
    with LocalCluster(n_workers=place.processes, threads_per_worker=1, dashboard_address=None) as local:
        yield local.scheduler_address


def runner(address: str) -> TaskRunner[Any]:
    """Return the task runner of a scheduler."""
    found: TaskRunner[Any] = DaskTaskRunner(address=address)
    return found


def exchange(address: str, files: Sequence[Path]) -> Callable[..., Iterator[pl.DataFrame]]:
    """Return what brings rows of keys together, as `grouping.groups` does, from files of keys and on the cluster."""
    paths = [str(path) for path in files]

    def groups(names: Sequence[str], over: str, least: int) -> Iterator[pl.DataFrame]:
        with Client(address) as client, dask.config.set({"dataframe.convert-string": False}):
            scattered = dd.from_map(_scattered, paths, names=list(names), over=over, meta=_META)
            shuffled = scattered.shuffle(on="bucket", npartitions=BUCKETS, shuffle_method="tasks")
            gathered = shuffled.map_partitions(_gathered, over=over, least=least, meta=_META)
            for part in client.gather(client.compute(gathered.to_delayed())):
                yield from (pl.read_ipc(io.BytesIO(rows)) for rows in part["rows"])

    return groups


def _scattered(path: str, names: Sequence[str], over: str) -> pd.DataFrame:
    """Return the rows of a file of keys, a row a bucket."""
    keys = pl.scan_ipc(path).with_columns(new=pl.lit(value=True)).select(*names)
    marked = keys.filter(pl.col(over).is_not_null()).collect()
    buckets = marked.with_columns(bucket=pl.col(over).hash(7) % BUCKETS).partition_by(
        "bucket", as_dict=True, include_key=False
    )
    rows = [(int(bucket), _bytes(frame)) for (bucket,), frame in buckets.items()]
    return pd.DataFrame(rows, columns=["bucket", "rows"]).astype({"bucket": "int64"})


def _gathered(part: pd.DataFrame, over: str, least: int) -> pd.DataFrame:
    """Return, a row a bucket, the rows that share what they are grouped by."""
    rows = []
    for bucket, found in part.groupby("bucket"):
        whole = pl.concat([pl.read_ipc(io.BytesIO(data)) for data in found["rows"]])
        rows.append((bucket, _bytes(grouping.shared(whole.lazy(), over, least).collect())))
    return pd.DataFrame(rows, columns=["bucket", "rows"]).astype({"bucket": "int64"})


def _bytes(frame: pl.DataFrame) -> bytes:
    stream = io.BytesIO()
    frame.write_ipc(stream, compression="lz4")
    return stream.getvalue()
