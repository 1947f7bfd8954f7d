"""How many findings `--fix` could mend, as far as that shows without opening a record again.

A fix says what a value should be. Whether the source can hold it is a matter of its file (Parquet is not rewritten) and
of its format: Crossref's names are made of several fields, and a table's cell holds no list.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from scholint.checks import catalogue
from scholint.checks.engine.findings import FIX_KINDS
from scholint.flows.sources import streams
from scholint.flows.sources.arguments import is_url

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from scholint.flows.formats.declaration import Format, Mapped

SEVERAL = "[]"
"""Ends the name of a column of which one entry can become several."""

UNWRITTEN = "`{}` cannot be corrected: fixes are written to JSON, CSV and TSV, plain or gzip'd"


def writable(form: Format) -> list[str]:
    """Return the columns to which the format's records can be corrected."""
    return [
        f"{name}{SEVERAL * any(path.many for path in mapped.paths)}"
        for name, mapped in form.columns.items()
        if _is_whole(mapped)
    ]


def _is_whole(mapped: Mapped) -> bool:
    """Tell whether any of the column's paths gives a value as it stands in the record."""
    return any(not (path.way or path.templates) for path in mapped.paths)


def refusal(path: str) -> str | None:
    """Return why fixes are not written to a source at all, as one sentence; None where they are.

    A file that cannot be opened is left to whoever reads it.
    """
    if path == "-" or is_url(path):
        return f"`{path}` cannot be corrected where it stands: save it to a file first"
    with suppress(OSError, streams.BrokenStreamError):
        head = next(streams.file_chunks(path), b"")
        packed = head.startswith(streams.ZSTD)
        if packed or next(streams.decompressed(iter([head]), 1 << 30), b"").startswith(b"PAR1"):
            return UNWRITTEN.format(path)
    return None


def counted(
    findings: Iterable[pl.DataFrame], folded: pl.DataFrame, columns: Mapping[str, Collection[str]]
) -> tuple[int, int]:
    """Return how many findings have a safe fix that can be written, and how many another.

    `findings`: by the contract FINDINGS. `folded`: as `Checked.folded` of the engine.
    `columns`: source to what `writable` returns.
    """
    each = [
        frame.filter(pl.col("fix").is_not_null())
        .group_by("source", "rule", *FIX_KINDS)
        .agg(more=pl.len().cast(pl.UInt64))
        for frame in findings
    ]
    refused = cache(refusal)
    counts = {True: 0, False: 0}
    for source, rule, field, several, safe, more in pl.concat([*each, folded]).rows():
        held = columns.get(source, ())
        # What is retyped is named by its key, and what is taken out has no value.
        fits = rule in catalogue.per_source() or field == "record" or f"{field}{SEVERAL}" in held
        if (fits or (field in held and not several)) and refused(source) is None:
            counts[safe] += more
    return counts[True], counts[False]
