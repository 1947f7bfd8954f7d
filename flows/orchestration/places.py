"""Where a flow's partitions are linted, as `--on` names it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scholint.errors import PlaceError


@dataclass(frozen=True, slots=True)
class Place:
    """The address of a Dask scheduler, or the number of processes of a local cluster."""

    address: str | None = None
    processes: int = 0


def parse(on: str) -> Place:
    """Return the place that `dask://HOST:PORT` or `processes:N` names.

    Raises:
        PlaceError: it is neither.

    """
    if found := re.fullmatch(r"(?:dask|tcp)://(.+:\d+)", on):
        return Place(address=f"tcp://{found[1]}")
    if found := re.fullmatch(r"processes:([1-9]\d*)", on):
        return Place(processes=int(found[1]))
    raise PlaceError(f"invalid value `{on}` for --on, expected dask://HOST:PORT or processes:N")
