"""The changes that fixes make to each source, and how fixed files and their undo patches are written."""

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
from scholint.flows.fixing.fixable import NOT_FIXED, why_not_fixable
from scholint.flows.fixing.fixes import RecordFix, TypeFix
from scholint.flows.fixing.lines import FixedLines, fix_lines, lines_of
from scholint.flows.fixing.table import fix_table
from scholint.flows.reading.json_text import SpanError
from scholint.flows.reading.layout import Layout
from scholint.flows.sources import streams

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import polars as pl

    from scholint.flows.reading.blocks import BlockReader
    from scholint.flows.reading.limits import Limits

UNDO = ".undo.patch"


@dataclass(frozen=True, slots=True)
class FileChange:
    """A source before and after fixing.

    `before`, `after`: the lines with their line breaks. An empty item is a removed line. `applied`: how many fixes were
    applied. `not_applied`: how many were not, by reason. `is_gzip`: the file is compressed with gzip, and the fixed
    file is compressed, too.
    """

    path: str
    before: Sequence[bytes]
    after: Sequence[bytes]
    applied: int
    not_applied: Counter[str]
    is_gzip: bool


def file_changes(
    findings: Iterator[pl.DataFrame],
    reader: BlockReader,
    *,
    unsafe: bool = False,
    fixed_files: Mapping[str, Path] | None = None,
    refused: dict[str, str] | None = None,
) -> Iterator[FileChange]:
    """Yield the change of each source that has fixes.

    `findings`: frames by the contract FINDINGS, in order. `reader`: a reader with the same formats and limits as in
    the run, so that it detects the same layout and format. `unsafe`: also apply unsafe fixes. `fixed_files`: path of
    a source to the file with its content after earlier rounds. `refused`: path of a source to the reason why it
    cannot be fixed. This function adds to `refused`, and skips sources that it already contains.

    Raises:
        FixError: A source cannot be fixed, and `refused` is None.

    """
    for path, rows in _findings_by_source(findings, unsafe=unsafe).items():
        if refused and path in refused:
            continue
        try:
            yield _file_change(path, rows, reader, (fixed_files or {}).get(path, Path(path)))
        except FixError as error:
            if refused is None:
                raise
            refused[path] = str(error)


def _findings_by_source(
    findings: Iterable[pl.DataFrame], *, unsafe: bool
) -> dict[str, list[dict[str, object]]]:
    by_source: dict[str, list[dict[str, object]]] = {}
    for frame in findings:
        fixable = frame.filter(frame["fix"].is_not_null())
        for row in fixable.iter_rows(named=True):
            if row["fix"]["safe"] or unsafe:
                by_source.setdefault(row["source"], []).append(row)
    return by_source


def write(change: FileChange, into: Path | None = None) -> tuple[Path, Path]:
    """Write a fixed file and its undo patch. Return the paths of both.

    The file is changed in place, or written to the directory `into`. The undo patch is in the same directory as the
    file.

    Raises:
        FixError: The file or the patch cannot be written, or `into` already contains a file of this name.

    """
    source = Path(change.path)
    target = source.resolve() if into is None else into / source.name
    if into is not None and target.exists():
        raise FixError(f"`{target}` already exists and is not overwritten")
    data = b"".join(change.after)
    try:
        if into is not None:
            into.mkdir(parents=True, exist_ok=True)
        # The gzip header gets no time, so that the same fixes always result in the same bytes.
        _replace(target, gzip.compress(data, mtime=0) if change.is_gzip else data, source)
        undo = b"".join(line_diff.unified(change.after, change.before, (target.name, target.name)))
        patch = _undo_path(target)
        patch.write_bytes(undo)
    except OSError as error:
        raise FixError(f"cannot write `{target}`: {error.strerror or error}") from None
    return target, patch


def _undo_path(target: Path) -> Path:
    """Return a path for an undo patch that does not exist yet.

    Earlier patches are kept, because undoing several runs needs all of them, the newest first.
    """
    names = (f"{target.name}{f'.{n}' if n > 1 else ''}{UNDO}" for n in count(1))
    return next(path for path in (target.with_name(name) for name in names) if not path.exists())


def diff(change: FileChange) -> bytes:
    """Return the change as a unified diff that `patch` accepts, or empty bytes if no fix was applied."""
    names = change.path, f"{change.path} (fixed)"
    return b"".join(line_diff.unified(change.before, change.after, names)) if change.applied else b""


def content(path: str | Path, limits: Limits) -> tuple[bytes, bool]:
    """Return the decompressed content of a file, and whether the file is compressed with gzip.

    Raises:
        FixError: The file cannot be read or decompressed.

    """
    try:
        raw = Path(path).read_bytes()
        data = b"".join(streams.decompressed(iter([raw]), limits.expansion))
    except (OSError, streams.BrokenStreamError) as error:
        raise FixError(f"cannot fix `{path}`: {error}") from None
    return data, raw.startswith(streams.GZIP)


def _file_change(
    path: str, rows: Sequence[Mapping[str, object]], reader: BlockReader, place: Path
) -> FileChange:
    if reason := why_not_fixable(path):
        raise FixError(reason)
    data, is_gzip = content(place, reader.limits)
    found = reader.layout(data)
    if found is None:
        raise FixError(NOT_FIXED.format(path))
    layout, form = found
    fix_content: dict[Layout, Callable[..., FixedLines]] = {
        Layout.LINES: fix_lines,
        Layout.DOCUMENT: partial(fix_document, paths=reader.record_paths),
        Layout.TABLE: fix_table,
    }
    by_line, type_fixes = _fixes_of(rows)
    try:
        after, applied, not_applied = fix_content[layout](data, by_line, type_fixes, form)
    except (SpanError, UnicodeError) as error:
        raise FixError(f"cannot fix `{path}`: {error}") from None
    return FileChange(path, lines_of(data), after, applied, not_applied, is_gzip)


def _fixes_of(rows: Iterable[Mapping[str, object]]) -> tuple[dict[int, list[RecordFix]], list[TypeFix]]:
    """Return the fixes of the findings: fixes of single records by line, and type fixes, which apply to all records."""
    by_line: dict[int, list[RecordFix]] = {}
    type_fixes = []
    for row in rows:
        if row["rule"] in catalogue.with_trait("per-source"):
            evidence = json.loads(str(row["evidence"]))
            type_fixes.append(TypeFix(str(row["field"]), evidence["expected"], evidence["found"]))
        else:
            by_line.setdefault(int(str(row["line"])), []).append(_record_fix(row))
    return by_line, type_fixes


def _record_fix(row: Mapping[str, object]) -> RecordFix:
    fix: Mapping[str, Any] = row["fix"]  # type: ignore[assignment]
    value = row["value"]
    return RecordFix(
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
    """Replace the target atomically, so that a crash leaves either the old or the new file."""
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
