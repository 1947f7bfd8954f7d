"""A sequence of frames that is kept until the end of a run, first in memory, and on disk when it grows."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator

MEMORY_BYTES = 128 << 20


class Spool:
    """A sequence of frames with the same schema, in the order in which they were appended.

    When the frames are larger than `memory_bytes` in total, further frames are written to `folder`. By default this
    is a temporary directory, which is deleted with the spool.
    """

    def __init__(self, folder: Path | None = None, memory_bytes: int = MEMORY_BYTES) -> None:
        self._frames: list[pl.DataFrame | Path] = []
        self._folder = folder
        self._temporary: tempfile.TemporaryDirectory[str] | None = None
        self._left = memory_bytes

    def append(self, frame: pl.DataFrame) -> None:
        """Append a frame."""
        self._left -= int(frame.estimated_size())
        self._frames.append(frame if self._left > 0 else self._write(frame))

    def __len__(self) -> int:
        return len(self._frames)

    def __iter__(self) -> Iterator[pl.DataFrame]:
        for frame in self._frames:
            yield frame if isinstance(frame, pl.DataFrame) else self._read(frame)

    def lazy(self) -> list[pl.LazyFrame]:
        """Return the frames as lazy frames. A query reads only the rows and columns that it needs."""
        return [
            frame.lazy() if isinstance(frame, pl.DataFrame) else pl.scan_parquet(frame)
            for frame in self._frames
        ]

    @staticmethod
    def _read(path: Path) -> pl.DataFrame:
        frame: pl.DataFrame = pl.read_parquet(path)
        return frame

    def _write(self, frame: pl.DataFrame) -> Path:
        if self._folder is None:
            self._temporary = tempfile.TemporaryDirectory(prefix="scholint-")
            self._folder = Path(self._temporary.name)
        path = self._folder / f"{len(self._frames):06d}.parquet"
        # Parquet is used because Arrow files would be mapped into memory. From Parquet, a query reads only some
        # columns.
        frame.write_parquet(path, compression="lz4")
        return path
