"""Finding where values begin and end in JSON text, without parsing more than needed.

The reader uses this module to find the records of a document, and the fixer uses it to find the values of a record.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

# Numbers are kept as text. Their value is not needed, and Python does not parse integers of more than 4,300 digits.
_DECODER = json.JSONDecoder(strict=False, parse_int=str, parse_float=str)
# This accepts more whitespace than JSON allows, so that a form feed between two records is not an error.
_NOT_SPACE = re.compile(r"\S")

_FAULTS = {
    "Unterminated string": "unterminated string",
    "Invalid control character": "invalid control character",
    "Invalid \\uXXXX escape": "invalid Unicode escape sequence",
    "Invalid \\escape": "invalid escape sequence",
    "Expecting value": "expected a value",
    "Expecting property name": "expected a key in double quotes",
    "Expecting ':'": "expected a colon after a key",
    "Expecting ','": "expected a comma or a closing bracket",
    "Illegal trailing comma": "trailing comma before a closing bracket",
    "Extra data": "unexpected text after the value",
}
"""How the messages of Python's parser begin, and the same in the words of scholint."""


class SpanError(ValueError):
    """The text is not valid JSON at a position. `reason`: the message without the position."""

    def __init__(self, reason: str, position: int) -> None:
        super().__init__(f"{reason} at character {position}")
        self.reason = reason


def json_fault(error: json.JSONDecodeError) -> str:
    """Return what is wrong with a JSON text, as a clause without the position."""
    known = (clause for start, clause in _FAULTS.items() if error.msg.startswith(start))
    return f"invalid JSON: {next(known, error.msg)}"


def skip_space(text: str, position: int = 0) -> int:
    """Return the position of the next character that is not whitespace, or the length of the text."""
    found = _NOT_SPACE.search(text, position)
    return found.start() if found else len(text)


def skip_mark(text: str, position: int, mark: str) -> int:
    """Return the position after whitespace, an optional mark, and more whitespace."""
    position = skip_space(text, position)
    if text.startswith(mark, position):
        position = skip_space(text, position + 1)
    return position


def value_end(text: str, start: int) -> int:
    """Return the end of the value that begins at `start`.

    Raises:
        SpanError: The text at `start` is not a valid JSON value, or the value is nested too deeply.

    """
    try:
        _, position = _DECODER.raw_decode(text, start)
    except RecursionError:
        raise SpanError("nested too deeply", start) from None
    except json.JSONDecodeError as error:
        raise SpanError(json_fault(error), error.pos) from None
    return position


def value_span(text: str, path: Sequence[str | int], start: int = 0) -> tuple[int, int] | None:
    """Return the start and end of the value at a path, or None if the path leads nowhere.

    `path`: keys and list indexes. `start`: where the outermost value, or the whitespace before it, begins.

    Raises:
        SpanError: The text before the end of the value is not valid JSON.

    """
    position = value_start(text, path, start)
    return None if position is None else (position, value_end(text, position))


def value_start(text: str, path: Sequence[str | int], start: int = 0, *, lenient: bool = False) -> int | None:
    """Return the start of the value at a path, or None if the path leads nowhere.

    The value itself is not parsed and may be truncated. `path`, `start`: as for `value_span`. `lenient`: as for
    `members`.

    Raises:
        SpanError: The text before the value is not valid JSON.

    """
    position = skip_space(text, start)
    for step in path:
        if isinstance(step, str):
            found = _member_start(text, position, step, lenient=lenient)
        else:
            found = _element_start(text, position, step)
        if found is None:
            return None
        position = found
    return position


def _member_start(text: str, start: int, key: str, *, lenient: bool) -> int | None:
    if text[start : start + 1] != "{":
        return None
    # If the key occurs twice, use the first one.
    pairs = members(text, start, lenient=lenient)
    return next((position for name, position in pairs if name == key), None)


def _element_start(text: str, start: int, index: int) -> int | None:
    if text[start : start + 1] != "[":
        return None
    return next((position for i, (position, _) in enumerate(elements(text, start)) if i == index), None)


def members(text: str, start: int, *, lenient: bool = False) -> Iterator[tuple[str, int]]:
    """Yield the key and the start of the value for each member of the object that begins at `start`.

    `lenient`: accept missing commas and colons.

    Raises:
        SpanError: The object is not valid JSON. The members before the error are yielded first.

    """
    position = skip_space(text, start + 1)
    while text[position : position + 1] != "}":
        if text[position : position + 1] != '"':
            raise SpanError("expected a key", position)
        after = value_end(text, position)
        # The key is decoded, because it may contain escapes.
        key: str = json.loads(text[position:after], strict=False)
        colon = skip_space(text, after)
        if text[colon : colon + 1] != ":" and not lenient:
            raise SpanError("expected a colon", colon)
        position = skip_mark(text, colon, ":")
        yield key, position
        position = _next(text, value_end(text, position), "}", lenient=lenient)


def elements(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each element of the list that begins at `start`.

    Raises:
        SpanError: The list is not valid JSON. The elements before the error are yielded first.

    """
    position = skip_space(text, start + 1)
    while text[position : position + 1] != "]":
        after = value_end(text, position)
        yield position, after
        position = _next(text, after, "]")


def _next(text: str, position: int, close: str, *, lenient: bool = False) -> int:
    """Return the start of the next member or element, or the position of the closing bracket `close`."""
    position = skip_space(text, position)
    mark = text[position : position + 1]
    if mark == close or (lenient and mark != ","):
        return position
    if mark != ",":
        raise SpanError("expected a comma", position)
    position = skip_space(text, position + 1)
    if text[position : position + 1] == close and not lenient:
        raise SpanError("expected a value", position)
    return position


def removal(text: str, start: int, index: int) -> tuple[int, int]:
    """Return the span to delete in order to remove one element of a list. It contains the element and a comma.

    `start`: where the list begins. `index`: the index of the element.

    Raises:
        SpanError: The list is not valid JSON.
        IndexError: The list has no such element.

    """
    spans = list(elements(text, start))
    return removals(spans, [range(len(spans))[index]])[0]


def removals(spans: Sequence[tuple[int, int]], removed: Collection[int]) -> list[tuple[int, int]]:
    """Return the spans to delete in order to remove some elements of a list. They contain the elements and commas.

    The result is sorted and without overlaps. `spans`: the spans of all elements. `removed`: the indexes of the
    elements to remove.
    """
    last = len(spans) - 1
    while last in removed:
        last -= 1
    # Removed elements before the last remaining element include the comma after them.
    found = [(spans[i][0], spans[i + 1][0]) for i in sorted(removed) if i < last]
    # Removed elements at the end of the list include the comma before them.
    if last + 1 < len(spans):
        found.append((spans[last][1] if last >= 0 else spans[0][0], spans[-1][1]))
    return found


def whole_characters(text: str) -> str:
    """Return the text with lone surrogates replaced by U+FFFD.

    JSON can contain lone surrogates as escapes, but UTF-8 cannot encode them.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text
