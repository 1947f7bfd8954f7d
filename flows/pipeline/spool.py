"""Frames that wait for the end of a run: in memory while they are few, on disk when they grow."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator

MEMORY_BYTES = 128 << 20


class Spool:
    """A sequence of frames of one schema, in the order in which they were appended.

    `folder`: where frames go once they hold more than `memory_bytes`; by default a temporary folder,
    deleted with the spool.
    """

    def __init__(self, folder: Path | None = None, memory_bytes: int = MEMORY_BYTES) -> None:
        self._frames: list[pl.DataFrame | Path] = []
        self._folder = folder
        self._temporary: tempfile.TemporaryDirectory[str] | None = None
        self._left = memory_bytes

    def append(self, frame: pl.DataFrame) -> None:
        """Add a frame."""
        self._left -= int(frame.estimated_size())
        self._frames.append(frame if self._left > 0 else self._write(frame))

    def __len__(self) -> int:
        return len(self._frames)

    def __iter__(self) -> Iterator[pl.DataFrame]:
        for frame in self._frames:
            yield frame if isinstance(frame, pl.DataFrame) else self._read(frame)

    def lazy(self) -> list[pl.LazyFrame]:
        """Return the frames, each read only when and as far as a query asks for it."""
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
        # Not mapped into memory, as Arrow files are: a query reads the columns that it names, and keeps none.
        frame.write_parquet(path, compression="lz4")
        return path
