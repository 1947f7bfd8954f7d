"""Fixes, written: the corrected file in its own format, nothing else in it touched, and an undo patch beside it."""

from __future__ import annotations

import gzip
import json
import os
import tempfile
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scholint.checks import catalogue
from scholint.errors import FixError
from scholint.flows.fixing import line_diff
from scholint.flows.fixing.document import fix_document
from scholint.flows.fixing.fixable import UNWRITTEN, refusal
from scholint.flows.fixing.lines import FixedLines, fix_lines, lines_of
from scholint.flows.fixing.record import Proposal, Retyping
from scholint.flows.fixing.table import fix_table
from scholint.flows.formats.declaration import record_paths
from scholint.flows.reading import recognise
from scholint.flows.reading.json_text import SpanError
from scholint.flows.sources import streams

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import polars as pl

    from scholint.flows.formats.declaration import Format
    from scholint.flows.reading.limits import Limits

UNDO = ".undo.patch"


@dataclass(frozen=True, slots=True)
class Amendment:
    """A source before and after its fixes, as lines with their ends.

    `written`: fixes that were applied. `left`: fixes that stay proposals. `packed`: the file is gzip.
    """

    path: str
    before: Sequence[bytes]
    after: Sequence[bytes]
    written: int
    left: int
    packed: bool


def amendments(
    findings: Iterator[pl.DataFrame],
    formats: Mapping[str, Format],
    *,
    limits: Limits,
    forced: str | None = None,
    unsafe: bool = False,
    held: Mapping[str, Path] | None = None,
    refused: dict[str, str] | None = None,
) -> Iterator[Amendment]:
    """Yield what the fixes change, a source at a time. `findings`: frames by the contract FINDINGS, in order.

    `limits`: those with which the sources were read. `held`: source to the file in which its content stands meanwhile. `refused`: takes up the sources that cannot be
    corrected where they stand, and why; those that it holds already are passed over.

    Raises:
        FixError: a source that cannot be corrected, where `refused` is none.

    """
    of_source: dict[str, list[dict[str, object]]] = {}
    for frame in findings:
        fixed = frame.filter(frame["fix"].is_not_null())
        for row in fixed.iter_rows(named=True):
            if row["fix"]["safe"] or unsafe:
                of_source.setdefault(row["source"], []).append(row)
    for path, rows in of_source.items():
        if refused and path in refused:
            continue
        try:
            yield _amended(path, rows, formats, limits, forced, (held or {}).get(path, Path(path)))
        except FixError as error:
            if refused is None:
                raise
            refused[path] = str(error)


def write(amendment: Amendment, into: Path | None = None) -> tuple[Path, Path]:
    """Write the corrected file, in place or into a folder, and beside it the patch that undoes it; return both.

    Raises:
        FixError: a file that cannot be written, or stands in the folder already.

    """
    source = Path(amendment.path)
    target = source.resolve() if into is None else into / source.name
    if into is not None and target.exists():
        raise FixError(f"`{target}` exists already and is not overwritten")
    data = b"".join(amendment.after)
    try:
        if into is not None:
            into.mkdir(parents=True, exist_ok=True)
        _replace(target, gzip.compress(data, mtime=0) if amendment.packed else data, source)
        undo = b"".join(line_diff.unified(amendment.after, amendment.before, (target.name, target.name)))
        patch = _undo_beside(target)
        patch.write_bytes(undo)
    except OSError as error:
        raise FixError(f"cannot write `{target}`: {error.strerror or error}") from None
    return target, patch


def _undo_beside(target: Path) -> Path:
    """Return a name for the patch that no earlier one has: they are to be undone one after the other, the last first."""
    names = (f"{target.name}{f'.{n}' if n > 1 else ''}{UNDO}" for n in count(1))
    return next(path for path in (target.with_name(name) for name in names) if not path.exists())


def diff(amendment: Amendment) -> bytes:
    """Return the change as a unified diff, which `patch` takes too; empty where nothing changes."""
    names = amendment.path, f"{amendment.path} (fixed)"
    return b"".join(line_diff.unified(amendment.before, amendment.after, names)) if amendment.written else b""


def content(path: str | Path, limits: Limits) -> tuple[bytes, bool]:
    """Return what a file holds, unpacked, and whether it is gzip.

    Raises:
        FixError: it cannot be read.

    """
    try:
        raw = Path(path).read_bytes()
        data = b"".join(streams.decompressed(iter([raw]), limits.expansion))
    except (OSError, streams.BrokenStreamError) as error:
        raise FixError(f"`{path}` cannot be corrected: {error}") from None
    return data, raw.startswith(streams.GZIP)


def _amended(
    path: str,
    rows: Sequence[Mapping[str, object]],
    formats: Mapping[str, Format],
    limits: Limits,
    forced: str | None,
    place: Path,
) -> Amendment:
    if refused := refusal(path):
        raise FixError(refused)
    data, packed = content(place, limits)
    found = recognise.layout(data, formats, limits, forced)
    if found is None:
        raise FixError(UNWRITTEN.format(path))
    kind, form = found
    by_line: dict[int, list[Proposal]] = {}
    retypings = []
    for row in rows:
        if row["rule"] in catalogue.per_source():
            evidence = json.loads(str(row["evidence"]))
            retypings.append(Retyping(str(row["field"]), evidence["expected"], evidence["found"]))
        else:
            by_line.setdefault(int(str(row["line"])), []).append(_proposal(row))
    ways = record_paths(formats, formats[forced] if forced else None)
    work: dict[str, Callable[..., FixedLines]] = {
        "lines": fix_lines,
        "document": partial(fix_document, ways=ways),
        "table": fix_table,
    }
    try:
        after, written, left = work[kind](data, by_line, retypings, form)
    except (SpanError, UnicodeError) as error:
        raise FixError(f"`{path}` cannot be corrected: {error}") from None
    return Amendment(path, lines_of(data), after, written, left, packed)


def _proposal(row: Mapping[str, object]) -> Proposal:
    fix: Mapping[str, Any] = row["fix"]  # type: ignore[assignment]
    value = row["value"]
    return Proposal(
        rule=str(row["rule"]),
        record=str(row["record"]),
        column=str(row["field"]),
        value=None if value is None else str(value),
        fingerprint=str(row["fingerprint"]),
        target=str(fix["field"]),
        new=None if fix["value"] is None else tuple(fix["value"]),
        place=f"{row['source']}:{row['line']}",
    )


def _replace(target: Path, data: bytes, source: Path) -> None:
    """Put the data in the target's place at once, so that a crash leaves the old file or the new one."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(source.stat().st_mode & 0o777)
        Path(name).replace(target)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
