"""The oracle of `reading_loss.py`: where each marker of an input went.

It does not use the reader's own counts. A marker that is still in the bytes must be in exactly one row of the records
frame, or in what a defect names. A defect has no byte range today, so what it names depends on the layout: in lines and
tables, the line at its position and its value, and in a document, only its value, because its position there is that of an
element. So in a document, the oracle cannot see a record that is both in a row and named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scholint.flows.reading.defects import INVALID_ENCODING, NOT_A_RECORD, UNREADABLE_RECORD
from scholint.flows.reading.layout import Layout

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_MARKER = re.compile(r"mk(\d\d)\1x")
# UTF-16 and UTF-32 have one or three zero bytes between ASCII characters.
_WIDE_MARKER = re.compile(rb"m(\0|\0{3})k\1(\d\1\d\1)\2x")
# Defects of other rules are about records that were read.
_LOSSES = (UNREADABLE_RECORD, NOT_A_RECORD, INVALID_ENCODING)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What went wrong with an input. Each field but the last two has markers.

    - `lost`: in the bytes, but neither in a row of their own nor named by a defect.
    - `twice`: in two rows, or in a row and named by a defect that says that the record was not read.
    - `refused`: not read, because the whole source is reported as unreadable. This is not silent, so not a failure.
    - `invented`: the number of rows without a marker that is in the bytes.
    - `crash`: the exception, or None.
    """

    lost: frozenset[str] = frozenset()
    twice: frozenset[str] = frozenset()
    refused: frozenset[str] = field(default=frozenset())
    invented: int = 0
    crash: str | None = None

    @property
    def is_failure(self) -> bool:
        """Boolean: true if the reader lost, repeated, or invented a record, or crashed."""
        return bool(self.lost or self.twice or self.invented or self.crash)


def markers_in(text: str) -> list[str]:
    """Return the markers in a text, in order, with repeats. Text in UTF-16 that was read as UTF-8 has zero bytes."""
    return [found.group() for found in _MARKER.finditer(text.replace("\0", ""))]


def markers_in_bytes(data: bytes) -> set[str]:
    """Return the markers in the bytes of an input, in ASCII, UTF-16, or UTF-32."""
    wide = {found.group().replace(b"\0", b"").decode() for found in _WIDE_MARKER.finditer(data)}
    return {found.group() for found in _MARKER.finditer(data.decode("latin-1"))} | wide


def judge(
    data: bytes, layout: Layout, rows: Sequence[str], defects: Sequence[Mapping[str, Any]], *, is_failed: bool
) -> Verdict:
    """Return what the reader did with the markers of an input.

    `data`: the decompressed bytes. `layout`: the layout in which the reader reads them. `rows`: the text of all columns
    of each row of the records frame. `defects`: rows of the contract DEFECTS. `is_failed`: the source was reported as
    not readable, or not to its end.
    """
    present = markers_in_bytes(data)
    # A row that contains several markers swallowed the other records.
    owners = [next((m for m in markers_in(row) if m in present), None) for row in rows]
    read = {owner for owner in owners if owner}
    # Defects with `records` 0 are about a part of a record, or about the source.
    losses = [defect for defect in defects if defect["rule"] in _LOSSES and defect["records"]]
    on_lines = {m for defect in losses for m in _on_line(defect["line"], data, layout)}
    shown = {m for defect in losses for m in _shown(defect["value"] or "", data)}
    missing = frozenset(present - read - on_lines - shown)
    return Verdict(
        lost=frozenset() if is_failed else missing,
        twice=frozenset(owner for owner in read if owners.count(owner) > 1 or owner in on_lines),
        refused=missing if is_failed else frozenset(),
        invented=owners.count(None),
    )


def _on_line(number: int, data: bytes, layout: Layout) -> set[str]:
    """Return the markers on a line. In a document, the number is that of an element, which leads to no markers."""
    if layout is Layout.DOCUMENT:
        return set()
    # The csv module ends a line at a carriage return, too.
    ends = rb"\r\n|\n|\r" if layout is Layout.TABLE else rb"\n"
    line = re.split(ends, data)[number - 1 : number]
    return markers_in_bytes(line[0]) if line else set()


def _shown(value: str, data: bytes) -> set[str]:
    """Return the marker of the record that a value shows a part of, or an empty set.

    Other markers in the value may belong to the next record. If there is none, the value is searched in the bytes.
    """
    if found := markers_in(value):
        return {found[0]}
    # The reader replaces line breaks in documents by spaces.
    text = re.sub(r"[\r\n]", " ", data.decode("utf-8", "replace"))
    if text.count(value) != 1:
        return set()
    before, _, after = text.partition(value)
    return {*markers_in(before)[-1:]} & {*markers_in(after)[:1]}
