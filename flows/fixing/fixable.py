"""How many findings `--fix` can fix, as far as that is known without opening a record again.

A fix says what a value should be. Whether the source can take it depends on its file (Parquet is not rewritten) and on
its format: Crossref's names are composed of several fields, and the cell of a table is not a list.
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
"""Ends the name of a column of which one entry can become several."""

NOT_FIXED = "cannot fix `{}`: fixes are only written to JSON, CSV, and TSV files, plain or gzip-compressed"


def writable_columns(form: Format) -> list[str]:
    """Return the columns of the format to which a fix can be written, with `TAKES_SEVERAL` where they are lists."""
    return [
        f"{name}{TAKES_SEVERAL * any(path.many for path in mapped.paths)}"
        for name, mapped in form.columns.items()
        if _has_whole_values(mapped)
    ]


def _has_whole_values(mapped: Mapped) -> bool:
    """Return whether any of the column's paths gives a value as it is in the record, not one that is composed."""
    return any(not (path.way or path.templates) for path in mapped.paths)


def why_not_fixable(path: str) -> str | None:
    """Return a sentence that says why no fix can be written to this source, or None if fixes can be written.

    For a file that cannot be opened the result is None, too: reading it reports the error.
    """
    # A pipe waits for a writer when it is opened again.
    if path == "-" or is_url(path) or Path(path).is_fifo():
        return f"cannot fix `{path}` in place; save it to a file first"
    with suppress(OSError, streams.BrokenStreamError):
        head = next(streams.file_chunks(path), b"")
        is_zstd = head.startswith(streams.ZSTD)
        # Only the head is decompressed: no limit on its expansion is needed.
        if is_zstd or next(streams.decompressed(iter([head]), 1 << 30), b"").startswith(b"PAR1"):
            return NOT_FIXED.format(path)
    return None


def fixes_by_kind(findings: pl.DataFrame) -> pl.DataFrame:
    """Return how many findings of a frame by the contract FINDINGS have a fix, by what decides whether it can be written.

    `source, rule, field` (the fix's), `several` (whether it makes several values of one), `safe`, and `more` (UInt64).
    """
    fixes = findings.filter(pl.col("fix").is_not_null())
    return fixes.group_by("source", "rule", *FIX_KINDS).agg(more=pl.len().cast(pl.UInt64))


def count_fixable(kinds: Sequence[pl.DataFrame], columns: Mapping[str, Collection[str]]) -> Fixable:
    """Return how many findings have a safe fix that can be written, and how many an unsafe one.

    `kinds`: frames as `fixes_by_kind`, and `Checked.folded_fixes` of the engine, give them. `columns`: source to what
    `writable_columns` returns.
    """
    # Each file is opened once, however many rules have findings in it.
    why_not = cache(why_not_fixable)
    counts = {True: 0, False: 0}
    for source, rule, field, several, safe, more in pl.concat(kinds).rows():
        writable = columns.get(source, ())
        # The finding of a wrong type has a key of the source as its field, and one of a whole record has no column.
        fits = rule in catalogue.per_source() or field == "record" or f"{field}{TAKES_SEVERAL}" in writable
        if (fits or (field in writable and not several)) and why_not(source) is None:
            counts[safe] += more
    return Fixable(counts[True], counts[False])
