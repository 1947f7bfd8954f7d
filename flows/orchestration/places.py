"""The option `--on`, which says where a flow checks its partitions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scholint.errors import PlaceError


@dataclass(frozen=True, slots=True)
class Place:
    """A place to check partitions: the address of a Dask scheduler, or the number of processes of a local cluster."""

    address: str | None = None
    processes: int = 0


def parse(on: str) -> Place:
    """Return the place for a value of the form `dask://HOST:PORT` or `processes:N`.

    Raises:
        PlaceError: The value has another form.

    """
    if found := re.fullmatch(r"(?:dask|tcp)://(.+:\d+)", on):
        return Place(address=f"tcp://{found[1]}")
    if found := re.fullmatch(r"processes:([1-9]\d*)", on):
        return Place(processes=int(found[1]))
    raise PlaceError(f"invalid value `{on}` for --on, expected dask://HOST:PORT or processes:N")
