"""JSON documents that hold a list of records."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from scholint.flows.reading.defects import Fault
from scholint.flows.reading.json_text import JSON_DECODER, after_space, skip_value, value_at
from scholint.flows.reading.lines import Block

if TYPE_CHECKING:
    from collections.abc import Sequence


def document(text: str, paths: Sequence[str]) -> Block | None:
    """Return the records of a JSON document: at the first path that leads to a list or an object, else itself.

    `numbers` are 1-based positions in the list. None where the text begins neither an object nor a list.
    """
    start = after_space(text)
    if text[start : start + 1] not in ("{", "["):
        return None
    for path in paths:
        found = value_at(text, start, path.split("."))
        if found is not None and text[found : found + 1] == "[":
            return _elements(text, found)
        if found is not None and text[found : found + 1] == "{":
            return _elements(text, found, single=True)
    return _elements(text, start, single=text[start] == "{")


def _elements(text: str, position: int, *, single: bool = False) -> Block:
    """Cut a list into its elements. A loop, at the speed of the JSON parser: only documents pass here."""
    kept: list[str] = []
    numbers: list[int] = []
    faults: list[Fault] = []
    number = 0
    position += not single
    while True:
        position = after_space(text, position)
        if text.startswith("]", position):
            break
        number += 1
        start = position
        if start >= len(text):
            faults.append(
                Fault(number, _byte(text, start), "the document ends before its list does", records=0)
            )
            break
        try:
            _, position = JSON_DECODER.raw_decode(text, start)
            kept.append(text[start:position])
            numbers.append(number)
        except (ValueError, RecursionError) as error:
            position = max(_end_of_element(text, start), start + 1)
            reason = "nested too deep" if isinstance(error, RecursionError) else _reason(error)
            faults.append(Fault(number, _byte(text, start), reason, text[start : start + 120]))
        position = skip_value(text, position, ",")
        if single:
            break
    data = "".join(element.replace("\r", " ").replace("\n", " ") + "\n" for element in kept)
    return Block(data.encode("utf-8", "surrogatepass"), numbers, None, faults)


def _end_of_element(text: str, position: int) -> int:
    """Return where an element that does not parse ends: where its brackets are closed, or the text's end."""
    depth = 0
    inside = False
    for match in re.finditer(r'\\.|["{}\[\]]', text[position:], re.DOTALL):
        mark = match.group()
        if mark == '"':
            inside = not inside
        elif not inside and mark in "{[":
            depth += 1
        elif not inside and mark in "}]":
            depth -= 1
            if depth <= 0:
                return position + match.end() - (depth < 0)
    return len(text)


def _byte(text: str, position: int) -> int:
    return len(text[:position].encode("utf-8", "surrogatepass"))


def _reason(error: Exception) -> str:
    return (
        f"not valid JSON: {error}"
        if not isinstance(error, json.JSONDecodeError)
        else f"not valid JSON: {error.msg}"
    )
