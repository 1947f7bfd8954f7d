"""Applying fixes to files with one record per line."""

from __future__ import annotations

import io
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from scholint.flows.fixing.record import apply_fixes
from scholint.flows.reading.encoding import BOM

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from scholint.flows.fixing.fixes import RecordFix, TypeFix
    from scholint.flows.formats.declaration import Format


class FixedLines(NamedTuple):
    """A file after fixing.

    `lines`: the fixed lines. An empty item is a removed line. `applied`: how many fixes were applied. `not_applied`:
    how many were not, by reason.
    """

    lines: list[bytes]
    applied: int
    not_applied: Counter[str]


def lines_of(data: bytes) -> list[bytes]:
    """Return the lines of a file, with their line breaks."""
    return io.BytesIO(data).readlines()


def fix_lines(
    data: bytes, by_line: Mapping[int, Sequence[RecordFix]], type_fixes: Sequence[TypeFix], form: Format
) -> FixedLines:
    """Return the lines of a file with the fixes applied.

    `by_line`: the fixes of each record, by its 1-based line. `type_fixes`: fixes for all records.
    """
    rows = lines_of(data)
    is_copy = _is_repeated(row.removeprefix(BOM).strip() for row in rows)
    applied = 0
    not_applied: Counter[str] = Counter()
    retyped: set[str] = set()
    for i, row in enumerate(rows):
        fixes = by_line.get(i + 1, ())
        # Most lines have no fix and are not parsed, unless there are type fixes, which apply to every record.
        if not fixes and not (type_fixes and row.lstrip().startswith(b"{")):
            continue
        # A byte-order mark is not part of the record.
        mark = BOM if row.startswith(BOM) else b""
        text = row[len(mark) :].decode("utf-8", "surrogateescape")
        fixed = apply_fixes(text, fixes, type_fixes, form, is_copy=is_copy[i])
        # A removed record leaves an empty item, so that the next lines keep their numbers.
        rows[i] = b"" if fixed.text is None else mark + fixed.text.encode("utf-8", "surrogateescape")
        applied += fixed.applied
        not_applied.update(fixed.not_applied)
        retyped |= fixed.retyped
    return FixedLines(rows, applied + len(retyped), not_applied)


def _is_repeated(texts: Iterable[Hashable]) -> list[bool]:
    """Return one Boolean per text: true if an earlier text is equal."""
    seen: set[Hashable] = set()
    repeated = []
    for text in texts:
        repeated.append(text in seen)
        seen.add(text)
    return repeated
