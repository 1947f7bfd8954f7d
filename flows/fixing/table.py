"""Fixes in tables, cell by cell."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from typing import TYPE_CHECKING

from scholint.flows.fixing.lines import FixedLines, lines_of
from scholint.flows.fixing.record import Proposal, Retyping, corrected
from scholint.flows.reading.table import delimiter_of, header_names, table_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scholint.flows.formats.declaration import Format


def fix_table(
    data: bytes, by_line: Mapping[int, Sequence[Proposal]], retypings: Sequence[Retyping], form: Format
) -> FixedLines:
    """Return the lines of a table with the fixes written, and how many were written and not applied."""
    del retypings  # a table has no types
    text = data.decode("utf-8", "surrogateescape")
    # Lines as the reader of tables counts them: str.splitlines breaks at characters that stand inside a cell.
    rows = list(io.StringIO(text, newline=""))
    delimiter = delimiter_of(rows[0]) or ","
    table = table_rows(text, delimiter)
    header = header_names(next(cells for _, _, cells, _ in table if cells))
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
