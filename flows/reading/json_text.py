"""JSON as text: where values begin and end, without parsing what is not needed.

The reader finds the records of a document with it, and the fixer the values of a record, so that both agree.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

# Numbers stay text: their value is not needed, and Python refuses integers of more than 4,300 digits.
_DECODER = json.JSONDecoder(strict=False, parse_int=str, parse_float=str)
# More whitespace than JSON has: a document with a form feed between its records can still be read.
_NOT_SPACE = re.compile(r"\S")


class SpanError(ValueError):
    """Text that is not JSON at a position; `reason` is the clause without the position."""

    def __init__(self, reason: str, position: int) -> None:
        super().__init__(f"{reason} at character {position}")
        self.reason = reason


def skip_space(text: str, position: int = 0) -> int:
    """Return the position of the first character that is not whitespace."""
    found = _NOT_SPACE.search(text, position)
    return found.start() if found else len(text)


def skip_mark(text: str, position: int, mark: str) -> int:
    """Return the position after whitespace and, if it follows, a mark with more whitespace."""
    position = skip_space(text, position)
    if text.startswith(mark, position):
        position = skip_space(text, position + 1)
    return position


def value_end(text: str, start: int) -> int:
    """Return where the value that begins at `start` ends.

    Raises:
        SpanError: no value begins there, or it is nested too deeply.

    """
    try:
        _, position = _DECODER.raw_decode(text, start)
    except RecursionError:
        raise SpanError("nested too deeply", start) from None
    except json.JSONDecodeError as error:
        raise SpanError(f"invalid JSON: {error.msg}", error.pos) from None
    return position


def value_span(text: str, path: Sequence[str | int], start: int = 0) -> tuple[int, int] | None:
    """Return the span of the value at a path of keys and list indexes; None where the path leads nowhere.

    `start`: where the value begins that the path starts from, or whitespace before it.

    Raises:
        SpanError: the text is not JSON up to the end of that value.

    """
    position = value_start(text, path, start)
    return None if position is None else (position, value_end(text, position))


def value_start(text: str, path: Sequence[str | int], start: int = 0, *, lenient: bool = False) -> int | None:
    """Return where the value at a path begins, which may be truncated; None where the path leads nowhere.

    `lenient`: as for `members`.

    Raises:
        SpanError: the text is not JSON up to there.

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
    # Of a key that occurs twice, the first one.
    pairs = members(text, start, lenient=lenient)
    return next((position for name, position in pairs if name == key), None)


def _element_start(text: str, start: int, index: int) -> int | None:
    if text[start : start + 1] != "[":
        return None
    return next((position for i, (position, _) in enumerate(elements(text, start)) if i == index), None)


def members(text: str, start: int, *, lenient: bool = False) -> Iterator[tuple[str, int]]:
    """Yield key and start of the value of each member of the object that begins at `start`.

    `lenient`: a missing comma or colon is not an error.

    Raises:
        SpanError: the JSON is invalid; the members before the error are yielded first.

    """
    position = skip_space(text, start + 1)
    while text[position : position + 1] != "}":
        if text[position : position + 1] != '"':
            raise SpanError("expected a key", position)
        after = value_end(text, position)
        # Keys are compared decoded: an escape may write any of their letters.
        key: str = json.loads(text[position:after], strict=False)
        colon = skip_space(text, after)
        if text[colon : colon + 1] != ":" and not lenient:
            raise SpanError("expected a colon", colon)
        position = skip_mark(text, colon, ":")
        yield key, position
        position = _next(text, value_end(text, position), "}", lenient=lenient)


def elements(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Yield start and end of each element of the list that begins at `start`.

    Raises:
        SpanError: the JSON is invalid; the elements before the error are yielded first.

    """
    position = skip_space(text, start + 1)
    while text[position : position + 1] != "]":
        after = value_end(text, position)
        yield position, after
        position = _next(text, after, "]")


def _next(text: str, position: int, close: str, *, lenient: bool = False) -> int:
    """Return where the next member or element begins, or the position of the closing bracket."""
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
    """Return the span to remove with one element of the list that begins at `start`: the element and its comma.

    Raises:
        SpanError: the list is not JSON.
        IndexError: the list has no such element.

    """
    spans = list(elements(text, start))
    return removals(spans, [range(len(spans))[index]])[0]


def removals(spans: Sequence[tuple[int, int]], removed: Collection[int]) -> list[tuple[int, int]]:
    """Return the spans to remove with some elements of a list: the elements and their commas.

    `spans`: of all elements. `removed`: indexes. What is returned is sorted and does not overlap.
    """
    last = len(spans) - 1
    while last in removed:
        last -= 1
    # An element that another one follows is removed with the comma after it ...
    found = [(spans[i][0], spans[i + 1][0]) for i in sorted(removed) if i < last]
    # ... and those at the end with the comma before them.
    if last + 1 < len(spans):
        found.append((spans[last][1] if last >= 0 else spans[0][0], spans[-1][1]))
    return found
