"""JSON documents: a list of records, an object with such a list, or a single record."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from scholint.flows.reading.defects import UNREADABLE_RECORD, Defect
from scholint.flows.reading.json_text import SpanError, skip_mark, skip_space, value_end, value_start
from scholint.flows.reading.lines import Block

if TYPE_CHECKING:
    from collections.abc import Iterable

# The number of characters of an unreadable record that are shown.
_SHOWN = 120

# An escaped character, a quotation mark, or a bracket.
_STRUCTURE = re.compile(r'\\.|["{}\[\]]', re.DOTALL)


def records_start(text: str, paths: Iterable[str]) -> int:
    """Return where the list of records, or the only record, begins.

    It is the value at the first of `paths` that leads to a list or an object. If none does, it is the document itself.
    The document may be invalid or truncated after this position.
    """
    start = skip_space(text)
    for path in paths:
        with suppress(SpanError):
            found = value_start(text, path.split("."), start, lenient=True)
            if found is not None and text[found : found + 1] in ("[", "{"):
                return found
    return start


def document_block(text: str, paths: Iterable[str]) -> Block | None:
    """Return the records of a JSON document as a block of lines, or None if the text is neither an object nor a list.

    `numbers` of the block are 1-based positions in the list of records. `paths`: where the document may have its
    records, as keys separated by periods.
    """
    if not text.startswith(("{", "["), skip_space(text)):
        return None
    start = records_start(text, paths)
    return _records_from(text, start, is_single=text[start] == "{")


def _records_from(text: str, position: int, *, is_single: bool) -> Block:
    """Return the elements of a list, or one record, as a block.

    `position`: where the list or the record begins. The loop is about as fast as the JSON parser itself.
    """
    records: list[str] = []
    numbers: list[int] = []
    defects: list[Defect] = []
    number = 0
    position += not is_single
    while True:
        position = skip_space(text, position)
        if text.startswith("]", position):
            break
        number += 1
        if position >= len(text):
            reason = "document ends inside the list of records"
            defects.append(Defect(UNREADABLE_RECORD, number, reason, byte=_byte(text, position), records=0))
            break
        try:
            end = value_end(text, position)
        except SpanError as error:
            shown = text[position : position + _SHOWN]
            byte = _byte(text, position)
            defects.append(Defect(UNREADABLE_RECORD, number, error.reason, value=shown, byte=byte))
            # The position must advance by at least one character, so that the loop ends.
            end = max(_end_of_broken(text, position), position + 1)
        else:
            records.append(text[position:end])
            numbers.append(number)
        # A missing comma between two records is accepted.
        position = skip_mark(text, end, ",")
        if is_single:
            break
    # Valid JSON has line breaks only between values, so they can be replaced by spaces.
    data = "".join(record.replace("\r", " ").replace("\n", " ") + "\n" for record in records)
    return Block(data.encode("utf-8", "surrogatepass"), numbers, defects)


def _end_of_broken(text: str, position: int) -> int:
    """Return where an invalid element ends: after its last closing bracket, or at the end of the text."""
    depth = 0
    is_inside_string = False
    for match in _STRUCTURE.finditer(text, position):
        mark = match.group()
        if mark == '"':
            is_inside_string = not is_inside_string
        elif not is_inside_string and mark in "{[":
            depth += 1
        elif not is_inside_string and mark in "}]":
            depth -= 1
            if depth <= 0:
                # If the element did not open this bracket, the bracket closes the list and is not part of the element.
                return match.end() - (depth < 0)
    return len(text)


def _byte(text: str, position: int) -> int:
    return len(text[:position].encode("utf-8", "surrogatepass"))
