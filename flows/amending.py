"""Fixes, written: the corrected file in its own format, nothing else in it touched, and an undo patch beside it."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import tempfile
from collections import Counter
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scholint.flows import bytestream, framing, linediff, reading
from scholint.flows.amending_document import document
from scholint.flows.amending_record import Proposal, Retyping, corrected
from scholint.flows.detection import record_paths
from scholint.flows.framing import BOM
from scholint.flows.jsonspan import SpanError
from scholint.flows.mendable import UNWRITTEN, refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

    import polars as pl

    from scholint.flows.detection import Format
    from scholint.flows.limits import Limits

UNDO = ".undo.patch"


class AmendError(OSError):
    """A file that cannot be corrected; the message is one sentence for the user."""


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
        AmendError: a source that cannot be corrected, where `refused` is none.

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
        except AmendError as error:
            if refused is None:
                raise
            refused[path] = str(error)


def write(amendment: Amendment, into: Path | None = None) -> tuple[Path, Path]:
    """Write the corrected file, in place or into a folder, and beside it the patch that undoes it; return both.

    Raises:
        AmendError: a file that cannot be written, or stands in the folder already.

    """
    source = Path(amendment.path)
    target = source.resolve() if into is None else into / source.name
    if into is not None and target.exists():
        raise AmendError(f"`{target}` exists already and is not overwritten")
    data = b"".join(amendment.after)
    try:
        if into is not None:
            into.mkdir(parents=True, exist_ok=True)
        _replace(target, gzip.compress(data, mtime=0) if amendment.packed else data, source)
        undo = b"".join(linediff.unified(amendment.after, amendment.before, (target.name, target.name)))
        patch = _undo_beside(target)
        patch.write_bytes(undo)
    except OSError as error:
        raise AmendError(f"cannot write `{target}`: {error.strerror or error}") from None
    return target, patch


def _undo_beside(target: Path) -> Path:
    """Return a name for the patch that no earlier one has: they are to be undone one after the other, the last first."""
    names = (f"{target.name}{f'.{n}' if n > 1 else ''}{UNDO}" for n in count(1))
    return next(path for path in (target.with_name(name) for name in names) if not path.exists())


def diff(amendment: Amendment) -> bytes:
    """Return the change as a unified diff, which `patch` takes too; empty where nothing changes."""
    names = amendment.path, f"{amendment.path} (fixed)"
    return b"".join(linediff.unified(amendment.before, amendment.after, names)) if amendment.written else b""


def content(path: str | Path, limits: Limits) -> tuple[bytes, bool]:
    """Return what a file holds, unpacked, and whether it is gzip.

    Raises:
        AmendError: it cannot be read.

    """
    try:
        raw = Path(path).read_bytes()
        data = b"".join(bytestream.decompressed(iter([raw]), limits.expansion))
    except (OSError, bytestream.BrokenStreamError) as error:
        raise AmendError(f"`{path}` cannot be corrected: {error}") from None
    return data, raw.startswith(bytestream.GZIP)


def _amended(
    path: str,
    rows: Sequence[Mapping[str, object]],
    formats: Mapping[str, Format],
    limits: Limits,
    forced: str | None,
    place: Path,
) -> Amendment:
    if refused := refusal(path):
        raise AmendError(refused)
    data, packed = content(place, limits)
    found = reading.layout(data, formats, limits, forced)
    if found is None:
        raise AmendError(UNWRITTEN.format(path))
    kind, form = found
    by_line: dict[int, list[Proposal]] = {}
    retypings = []
    for row in rows:
        if row["rule"] == "REC003":
            evidence = json.loads(str(row["evidence"]))
            retypings.append(Retyping(str(row["field"]), evidence["expected"], evidence["found"]))
        else:
            by_line.setdefault(int(str(row["line"])), []).append(_proposal(row))
    ways = record_paths(formats, formats[forced] if forced else None)
    work: dict[str, Callable[..., _Work]] = {
        "lines": _lines,
        "document": partial(_document, ways=ways),
        "table": _table,
    }
    try:
        after, written, left = work[kind](data, by_line, retypings, form)
    except (SpanError, UnicodeError) as error:
        raise AmendError(f"`{path}` cannot be corrected: {error}") from None
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


def lines_of(data: bytes) -> list[bytes]:
    """Return the lines with their ends."""
    return io.BytesIO(data).readlines()


_Work = tuple[list[bytes], int, int]


def _lines(
    data: bytes, by_line: Mapping[int, Sequence[Proposal]], retypings: Sequence[Retyping], form: Format
) -> _Work:
    rows = lines_of(data)
    copied = _copied(row.removeprefix(BOM).strip() for row in rows)
    written = left = 0
    retyped: set[str] = set()
    for i, row in enumerate(rows):
        proposals = by_line.get(i + 1, ())
        if not proposals and not (retypings and row.lstrip().startswith(b"{")):
            continue
        # A byte-order mark and the line's end are no part of the record.
        head = BOM if row.startswith(BOM) else b""
        text = row[len(head) :].decode("utf-8", "surrogateescape")
        outcome = corrected(text, proposals, retypings, form, copied=copied[i])
        rows[i] = b"" if outcome.text is None else head + outcome.text.encode("utf-8", "surrogateescape")
        written, left = written + outcome.written, left + len(outcome.left)
        retyped |= outcome.retyped
    return rows, written + len(retyped), left


def _document(
    data: bytes,
    by_line: Mapping[int, Sequence[Proposal]],
    retypings: Sequence[Retyping],
    form: Format,
    ways: Iterable[str],
) -> _Work:
    # A byte-order mark is no part of the document.
    head = BOM if data.startswith(BOM) else b""
    text, written, left = document(data[len(head) :].decode("utf-8"), ways, by_line, retypings, form)
    return lines_of(head + text.encode("utf-8")), written, left


def _table(
    data: bytes, by_line: Mapping[int, Sequence[Proposal]], retypings: Sequence[Retyping], form: Format
) -> _Work:
    del retypings  # a table has no types
    text = data.decode("utf-8", "surrogateescape")
    # Lines as the reader of tables counts them: str.splitlines breaks at characters that stand inside a cell.
    rows = list(io.StringIO(text, newline=""))
    delimiter = framing.delimiter_of(rows[0]) or ","
    table = framing.table_rows(text, delimiter)
    header = framing.header_names(next(cells for _, _, cells, _ in table if cells))
    # Of columns with one name nobody can say which is meant.
    once = {name for name, count in Counter(header).items() if count == 1}
    written = left = 0
    seen: set[tuple[str, ...]] = set()
    for line, last, cells, fault in table:
        proposals = by_line.get(line, ())
        copied = tuple(cells) in seen
        seen.add(tuple(cells))
        if proposals and cells and not fault:
            named = {name: cell for name, cell in zip(header, cells, strict=True) if name in once}
            outcome = corrected(json.dumps(named), proposals, (), form, copied=copied)
            mended: str | None = ""
            if outcome.written and outcome.text is not None:
                told = json.loads(outcome.text)
                new = [told.get(name, cell) or "" for name, cell in zip(header, cells, strict=True)]
                mended = _row("".join(rows[line - 1 : last]), cells, new, delimiter)
            done = 0 if mended is None else outcome.written
            if done:
                # As many lines as before, so that those below keep their numbers.
                rows[line - 1 : last] = [mended or "", *[""] * (last - line)]
            written, left = written + done, left + len(outcome.left) + outcome.written - done
    return lines_of("".join(rows).encode("utf-8", "surrogateescape")), written, left


def _copied(texts: Iterable[Hashable]) -> list[bool]:
    """Return for each text whether the same one stands before it."""
    seen: set[Hashable] = set()
    found = []
    for text in texts:
        found.append(text in seen)
        seen.add(text)
    return found


def _row(raw: str, old: Sequence[str], new: Sequence[str], delimiter: str) -> str | None:
    """Return a table's row with its new cells, every other byte as it was; None where that cannot be made sure of."""
    spans = _cells(raw, delimiter)
    if len(spans) != len(old):
        return None
    mended = raw
    for (start, stop), before, after in reversed(list(zip(spans, old, new, strict=True))):
        if before != after:
            mended = mended[:start] + _cell(after, delimiter, raw[start:stop]) + mended[stop:]
    read = list(csv.reader(io.StringIO(mended, newline=""), delimiter=delimiter))
    return mended if read == [list(new)] else None


def _cells(raw: str, delimiter: str) -> list[tuple[int, int]]:
    """Return where each cell of a row begins and ends, quotes included."""
    spans = []
    at = 0
    while True:
        start = at
        if raw.startswith('"', at):
            at += 1
            while at < len(raw) and (raw[at] != '"' or raw.startswith('""', at)):
                at += 2 if raw[at] == '"' else 1
            at += 1
        while at < len(raw) and raw[at] not in (delimiter, "\r", "\n"):
            at += 1
        spans.append((start, min(at, len(raw))))
        if not raw.startswith(delimiter, at):
            return spans
        at += 1


def _cell(value: str, delimiter: str, old: str) -> str:
    quoted = old.startswith('"') or any(mark in value for mark in (delimiter, '"', "\r", "\n"))
    return '"' + value.replace('"', '""') + '"' if quoted else value


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
