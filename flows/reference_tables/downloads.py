"""Downloading public lists. An interrupted update can be resumed."""

from __future__ import annotations

import hashlib
import shutil
import time
from typing import TYPE_CHECKING

import polars as pl

from scholint.errors import TableError
from scholint.flows.network.client import download
from scholint.flows.reference_tables.facts import ListError
from scholint.flows.sources import streams

if TYPE_CHECKING:
    from pathlib import Path

    from scholint.flows.network.limits import FetchLimits
    from scholint.flows.reference_tables.lists import PublicList

_EXPANSION = 100
# Older parts are downloaded again, because parts of a list from different days may not match.
_KEPT_SECONDS = 86_400


def downloaded_facts(listed: PublicList, url: str, folder: Path, limits: FetchLimits) -> pl.DataFrame:
    """Download a list from `url`, and return its facts.

    The parts are downloaded to `folder`. If one cannot be downloaded, the others are kept for the next attempt.

    Raises:
        FetchError: A part cannot be downloaded.
        TableError: A part cannot be read as this list.

    """
    if folder.exists() and time.time() - folder.stat().st_mtime > _KEPT_SECONDS:
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        facts = pl.concat([listed.read(path) for path in listed.fetch(Downloads(folder, limits), url)])
    except _UNREADABLE as error:
        shutil.rmtree(folder)
        first = (str(error).splitlines() or [type(error).__name__])[0]
        raise TableError(f"cannot read {url} as {listed.what}: {first}") from None
    shutil.rmtree(folder)
    return facts


_UNREADABLE = (
    *(pl.exceptions.PolarsError, ListError, streams.BrokenStreamError),
    # Readers of lists raise these errors if a document does not have the expected structure.
    *(AttributeError, KeyError, TypeError, ValueError),
)


class Downloads:
    """A callable that downloads a URL to a file in `folder`, unless the file already exists."""

    def __init__(self, folder: Path, limits: FetchLimits) -> None:
        self.folder = folder
        self.limits = limits

    def __call__(self, url: str) -> Path:
        """Return the path of a file with the decompressed content of a URL. Download it if it does not exist yet.

        Raises:
            FetchError: The URL cannot be downloaded.
            ListError: The decompressed content exceeds the limit on downloads.
            OSError: The file cannot be written.

        """
        path = self.folder / hashlib.sha256(url.encode()).hexdigest()[:16]
        whole = path.with_suffix(".whole")
        if not whole.exists():
            download(url, path, self.limits)
            raw, size = path.with_suffix(".raw"), 0
            with raw.open("wb") as file:
                for chunk in streams.decompressed(streams.file_chunks(str(path)), _EXPANSION):
                    size += file.write(chunk)
                    if size > self.limits.bytes_limit:
                        raise ListError(
                            f"decompressed size exceeds {self.limits.bytes_limit:,} bytes (setting `http.bytes-limit`)"
                        )
            path.unlink()
            raw.replace(whole)
        return whole
