"""Counting the findings that `--fix` can fix, without reading the records again.

A fix contains the new value. Whether it can be written to the source depends on the file and on the format. For
example, Parquet files are not rewritten, author names from Crossref are composed of several fields, and a table cell
cannot hold the list of values that some fixes return.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from scholint.checks import catalogue
from scholint.checks.engine.findings import FIX_KINDS
from scholint.flows.sources import streams
from scholint.flows.sources.arguments import is_url
from scholint.reports.result import Fixable

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from scholint.flows.formats.declaration import Format, Mapped

TAKES_SEVERAL = "[]"
"""The suffix of the name of a writable column in which one entry can become several."""

NOT_FIXED = "cannot fix `{}`: fixes are only written to JSON, CSV, and TSV files, plain or gzip-compressed"


def writable_columns(form: Format) -> list[str]:
    """Return the columns of the format to which fixes can be written. The names of lists end with `TAKES_SEVERAL`."""
    return [
        f"{name}{TAKES_SEVERAL * any(path.many for path in mapped.paths)}"
        for name, mapped in form.columns.items()
        if _has_whole_values(mapped)
    ]


def _has_whole_values(mapped: Mapped) -> bool:
    """Boolean: true if at least one path of the column leads to a value that is not composed of several."""
    return any(not (path.way or path.templates) for path in mapped.paths)


def why_not_fixable(path: str) -> str | None:
    """Return a sentence that says why no fix can be written to this source, or None if fixes can be written.

    The result is also None for a file that cannot be opened. The reader reports that error.
    """
    # Opening a pipe again would block until something is written to it.
    if path == "-" or is_url(path) or Path(path).is_fifo():
        return f"cannot fix `{path}` in place; save it to a file first"
    with suppress(OSError, streams.BrokenStreamError):
        head = next(streams.file_chunks(path), b"")
        is_zstd = head.startswith(streams.ZSTD)
        # Only the beginning is decompressed, so its expansion needs no limit.
        if is_zstd or next(streams.decompressed(iter([head]), 1 << 30), b"").startswith(b"PAR1"):
            return NOT_FIXED.format(path)
    return None


def fixes_by_kind(findings: pl.DataFrame) -> pl.DataFrame:
    """Return how many findings have a fix, grouped by everything that decides whether the fix can be written.

    `findings`: a frame by the contract FINDINGS. Columns: `source` and `rule` (String), `field` (String, the column that
    the fix changes), `several` (Boolean, whether the fix makes several values of one), `safe` (Boolean), and `more`
    (UInt64, the number of findings).
    """
    fixes = findings.filter(pl.col("fix").is_not_null())
    return fixes.group_by("source", "rule", *FIX_KINDS).agg(more=pl.len().cast(pl.UInt64))


def count_fixable(kinds: Sequence[pl.DataFrame], columns: Mapping[str, Collection[str]]) -> Fixable:
    """Return how many findings have a safe fix that can be written, and how many have an unsafe one.

    `kinds`: frames from `fixes_by_kind` and from `Checked.folded_fixes` of the engine. `columns`: path of a source to
    its `writable_columns`.
    """
    # Each file is opened only once.
    why_not = cache(why_not_fixable)
    counts = {True: 0, False: 0}
    for source, rule, field, several, safe, more in pl.concat(kinds).rows():
        writable = columns.get(source, ())
        # The field of a type fix is a key of the source, and the field `record` is not a column.
        fits = (
            rule in catalogue.with_trait("per-source")
            or field == "record"
            or f"{field}{TAKES_SEVERAL}" in writable
        )
        if (fits or (field in writable and not several)) and why_not(source) is None:
            counts[safe] += more
    return Fixable(counts[True], counts[False])
