"""Applying fixes to tables, cell by cell."""

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
    """Return the lines of a table with the fixes applied.

    `by_line`: the fixes of each row, by its first line (1-based). `type_fixes`: ignored, because cells have no types.
    """
    del type_fixes
    # Bytes that are not UTF-8 are written back unchanged.
    text = data.decode("utf-8", "surrogateescape")
    # The reader gets its line numbers from the csv module. `str.splitlines` would split at more characters.
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
            # The number of lines stays the same, so that the next rows keep their numbers.
            lines[first - 1 : last] = [row, *[""] * (last - first)]
            applied += fixed.applied
    return FixedLines(lines_of("".join(lines).encode("utf-8", "surrogateescape")), applied, not_applied)


def _as_json(header: Sequence[str], cells: Sequence[str]) -> str:
    """Return a row as a JSON record. Columns with the same name are left out, because they cannot be distinguished."""
    counts = Counter(header)
    return json.dumps({name: cell for name, cell in zip(header, cells, strict=True) if counts[name] == 1})


def _fixed_row(
    raw: str, header: Sequence[str], cells: Sequence[str], fixed: FixedRecord, delimiter: str
) -> str | None:
    """Return the text of a row after fixing: empty if it is removed or unchanged, None if it cannot be written."""
    if fixed.text is None or not fixed.applied:
        return ""
    values = json.loads(fixed.text)
    new = [values.get(name, cell) or "" for name, cell in zip(header, cells, strict=True)]
    return _row(raw, cells, new, delimiter)


def _row(raw: str, old: Sequence[str], new: Sequence[str], delimiter: str) -> str | None:
    """Return the text of a row with the changed cells replaced, or None if the csv module would read other cells."""
    spans = _cells(raw, delimiter)
    if len(spans) != len(old):
        return None
    row = raw
    # Replace from the end, so that the positions of earlier cells do not change.
    for (start, stop), before, after in reversed(list(zip(spans, old, new, strict=True))):
        if before != after:
            row = row[:start] + _cell(after, delimiter, raw[start:stop]) + row[stop:]
    read = list(csv.reader(io.StringIO(row, newline=""), delimiter=delimiter))
    return row if read == [list(new)] else None


def _cells(raw: str, delimiter: str) -> list[tuple[int, int]]:
    """Return the start and end of each cell of a row, including quotation marks."""
    spans = []
    at = 0
    while True:
        start = at
        if raw.startswith('"', at):
            at += 1
            # Two quotation marks in a row are an escaped quotation mark.
            while at < len(raw) and (raw[at] != '"' or raw.startswith('""', at)):
                at += 2 if raw[at] == '"' else 1
            at += 1
        # This skips an unquoted cell, or text after the closing quotation mark.
        while at < len(raw) and raw[at] not in (delimiter, "\r", "\n"):
            at += 1
        spans.append((start, min(at, len(raw))))
        if not raw.startswith(delimiter, at):
            return spans
        at += 1


def _cell(value: str, delimiter: str, old: str) -> str:
    quoted = old.startswith('"') or any(mark in value for mark in (delimiter, '"', "\r", "\n"))
    return '"' + value.replace('"', '""') + '"' if quoted else value
