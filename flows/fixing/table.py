"""Fixes in tables, cell by cell."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from typing import TYPE_CHECKING

from scholint.flows.fixing.fixes import UNWRITABLE
from scholint.flows.fixing.lines import FixedLines, lines_of
from scholint.flows.fixing.record import apply_fixes
from scholint.flows.reading.table import delimiter_of, header_names, table_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scholint.flows.fixing.fixes import FixedRecord, RecordFix, TypeFix
    from scholint.flows.formats.declaration import Format


def fix_table(
    data: bytes, by_line: Mapping[int, Sequence[RecordFix]], type_fixes: Sequence[TypeFix], form: Format
) -> FixedLines:
    """Return the lines of a table with the fixes applied. `by_line`: fixes by the first line of their row."""
    del type_fixes  # the cells of a table have no types
    # Bytes that are not UTF-8 are written back as they are.
    text = data.decode("utf-8", "surrogateescape")
    # The lines of the csv module, which counts them for the reader: str.splitlines breaks at more characters.
    lines = list(io.StringIO(text, newline=""))
    delimiter = delimiter_of(lines[0]) or ","
    table = table_rows(text, delimiter)
    header = header_names(next(cells for _, _, cells, _ in table if cells))
    applied = 0
    not_applied: Counter[str] = Counter()
    seen: set[tuple[str, ...]] = set()
    for first, last, cells, fault in table:
        fixes = by_line.get(first, ())
        is_copy = tuple(cells) in seen
        seen.add(tuple(cells))
        # A row that could not be read has no cells to fix.
        if not fixes or not cells or fault:
            continue
        fixed = apply_fixes(_as_json(header, cells), fixes, (), form, is_copy=is_copy)
        not_applied.update(fixed.not_applied)
        row = _fixed_row("".join(lines[first - 1 : last]), header, cells, fixed, delimiter)
        if row is None:
            not_applied[UNWRITABLE] += fixed.applied
        elif fixed.applied:
            # As many lines as before, so that the rows below keep their numbers.
            lines[first - 1 : last] = [row, *[""] * (last - first)]
            applied += fixed.applied
    return FixedLines(lines_of("".join(lines).encode("utf-8", "surrogateescape")), applied, not_applied)


def _as_json(header: Sequence[str], cells: Sequence[str]) -> str:
    """Return a row as a JSON record, without the columns whose name occurs twice: which one is meant is not certain."""
    counts = Counter(header)
    return json.dumps({name: cell for name, cell in zip(header, cells, strict=True) if counts[name] == 1})


def _fixed_row(
    raw: str, header: Sequence[str], cells: Sequence[str], fixed: FixedRecord, delimiter: str
) -> str | None:
    """Return a row after its fixes, empty where it is removed; None where it cannot be written."""
    if fixed.text is None or not fixed.applied:
        return ""
    values = json.loads(fixed.text)
    new = [values.get(name, cell) or "" for name, cell in zip(header, cells, strict=True)]
    return _row(raw, cells, new, delimiter)


def _row(raw: str, old: Sequence[str], new: Sequence[str], delimiter: str) -> str | None:
    """Return a row with its new cells, every other byte unchanged; None where the csv module reads it differently."""
    spans = _cells(raw, delimiter)
    if len(spans) != len(old):
        return None
    row = raw
    # From the end, so that the spans before stay right.
    for (start, stop), before, after in reversed(list(zip(spans, old, new, strict=True))):
        if before != after:
            row = row[:start] + _cell(after, delimiter, raw[start:stop]) + row[stop:]
    read = list(csv.reader(io.StringIO(row, newline=""), delimiter=delimiter))
    return row if read == [list(new)] else None


def _cells(raw: str, delimiter: str) -> list[tuple[int, int]]:
    """Return where each cell of a row begins and ends, quotation marks included."""
    spans = []
    at = 0
    while True:
        start = at
        if raw.startswith('"', at):
            at += 1
            # Two quotation marks are one that belongs to the text.
            while at < len(raw) and (raw[at] != '"' or raw.startswith('""', at)):
                at += 2 if raw[at] == '"' else 1
            at += 1
        # The rest of a cell without quotation marks, and text after a closing one.
        while at < len(raw) and raw[at] not in (delimiter, "\r", "\n"):
            at += 1
        spans.append((start, min(at, len(raw))))
        if not raw.startswith(delimiter, at):
            return spans
        at += 1


def _cell(value: str, delimiter: str, old: str) -> str:
    quoted = old.startswith('"') or any(mark in value for mark in (delimiter, '"', "\r", "\n"))
    return '"' + value.replace('"', '""') + '"' if quoted else value
