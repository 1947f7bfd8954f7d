"""Fixes in files with one record per line."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from scholint.flows.fixing.record import Proposal, Retyping, corrected
from scholint.flows.reading.encoding import BOM

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from scholint.flows.formats.declaration import Format


def lines_of(data: bytes) -> list[bytes]:
    """Return the lines with their ends."""
    return io.BytesIO(data).readlines()


FixedLines = tuple[list[bytes], int, int]


def fix_lines(
    data: bytes, by_line: Mapping[int, Sequence[Proposal]], retypings: Sequence[Retyping], form: Format
) -> FixedLines:
    """Return the lines with the fixes written, and how many were written and not applied."""
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


def _copied(texts: Iterable[Hashable]) -> list[bool]:
    """Return for each text whether the same one stands before it."""
    seen: set[Hashable] = set()
    found = []
    for text in texts:
        found.append(text in seen)
        seen.add(text)
    return found
