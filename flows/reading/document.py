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

# So many characters of what cannot be read are shown.
_SHOWN = 120

# An escaped character, a quotation mark, or a bracket.
_STRUCTURE = re.compile(r'\\.|["{}\[\]]', re.DOTALL)


def records_start(text: str, paths: Iterable[str]) -> int:
    """Return where the list of records begins, or the only record.

    That is at the first path that leads to a list or an object, else at the document itself. The document may be
    truncated or damaged after that.
    """
    start = skip_space(text)
    for path in paths:
        with suppress(SpanError):
            found = value_start(text, path.split("."), start, lenient=True)
            if found is not None and text[found : found + 1] in ("[", "{"):
                return found
    return start


def document_block(text: str, paths: Iterable[str]) -> Block | None:
    """Return the records of a JSON document as lines; None where the text begins neither an object nor a list.

    `paths`: where records may be, as keys with periods between. `numbers` are 1-based positions in the list.
    """
    if not text.startswith(("{", "["), skip_space(text)):
        return None
    start = records_start(text, paths)
    return _records_from(text, start, is_single=text[start] == "{")


def _records_from(text: str, position: int, *, is_single: bool) -> Block:
    """Return the elements of a list, or one record. A loop at the speed of the JSON parser, for documents only."""
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
            # At least one character further, so that the loop ends.
            end = max(_end_of_broken(text, position), position + 1)
        else:
            records.append(text[position:end])
            numbers.append(number)
        # Between two whole records, a missing comma loses nothing.
        position = skip_mark(text, end, ",")
        if is_single:
            break
    # JSON has line breaks between values alone, where a space does as well.
    data = "".join(record.replace("\r", " ").replace("\n", " ") + "\n" for record in records)
    return Block(data.encode("utf-8", "surrogatepass"), numbers, defects)


def _end_of_broken(text: str, position: int) -> int:
    """Return where an element that is not JSON ends: where its brackets are closed, or at the end of the text."""
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
                # A bracket that the element has not opened is that of the list, and not a part of the element.
                return match.end() - (depth < 0)
    return len(text)


def _byte(text: str, position: int) -> int:
    return len(text[:position].encode("utf-8", "surrogatepass"))
