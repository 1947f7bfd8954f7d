"""Downloads of public lists, which an interrupted update resumes."""

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
# Parts of a list that were downloaded on different days may not fit together.
_KEPT_SECONDS = 86_400


def downloaded_facts(listed: PublicList, url: str, folder: Path, limits: FetchLimits) -> pl.DataFrame:
    """Return the facts of a list; downloaded parts are kept only while others are missing.

    Raises:
        FetchError: a part cannot be downloaded.
        TableError: a part cannot be read as this list.

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
    # What a document of another shape raises in a reader.
    *(AttributeError, KeyError, TypeError, ValueError),
)


class Downloads:
    """Callable: a URL to a file with its content, decompressed; complete files are not downloaded again."""

    def __init__(self, folder: Path, limits: FetchLimits) -> None:
        self.folder = folder
        self.limits = limits

    def __call__(self, url: str) -> Path:
        """Return the file with the content of a URL, downloaded if it is not there yet.

        Raises:
            FetchError: it cannot be downloaded.
            ListError: it is larger than the limit on downloads.
            OSError: the file cannot be written.

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
