"""JSON as text: where values begin and end, without parsing what is not asked for."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

_NOT_SPACE = re.compile(r"\S")
JSON_DECODER = json.JSONDecoder(strict=False)


def value_at(text: str, position: int, keys: Sequence[str]) -> int | None:
    """Return where the value under these keys begins, without decoding what is passed on the way in."""
    for key in keys:
        if text[position : position + 1] != "{":
            return None
        found = _member_value(text, position + 1, key)
        if found is None:
            return None
        position = found
    return position


def _member_value(text: str, position: int, wanted: str) -> int | None:
    while True:
        position = skip_value(text, position, ",")
        if text[position : position + 1] != '"':
            return None
        try:
            key, position = JSON_DECODER.raw_decode(text, position)
            position = skip_value(text, position, ":")
            if key == wanted:
                return position
            _, position = JSON_DECODER.raw_decode(text, position)
        except (ValueError, RecursionError):
            return None


def after_space(text: str, position: int = 0) -> int:
    """Return the position of the first character that is not whitespace."""
    found = _NOT_SPACE.search(text, position)
    return found.start() if found else len(text)


def skip_value(text: str, position: int, mark: str) -> int:
    """Return the position after whitespace and, if it follows, the mark with more whitespace."""
    position = after_space(text, position)
    if text.startswith(mark, position):
        position = after_space(text, position + 1)
    return position


# Numbers as text: they are only passed, and Python refuses integers of more than 4,300 digits.
_DECODER = json.JSONDecoder(strict=False, parse_int=str, parse_float=str)
_INK = re.compile(r"[^ \t\n\r]")


class SpanError(ValueError):
    """Text that is not JSON where it was looked at; the message is a clause."""


def skip(text: str, position: int = 0) -> int:
    """Return the position of the first character that is no white space of JSON."""
    found = _INK.search(text, position)
    return found.start() if found else len(text)


def end(text: str, start: int) -> int:
    """Return where the value that begins at `start` ends.

    Raises:
        SpanError: no value begins there, or it is nested too deep.

    """
    try:
        _, position = _DECODER.raw_decode(text, start)
    except RecursionError:
        raise SpanError(f"nested too deep at character {start}") from None
    except ValueError as error:
        raise SpanError(str(error)) from None
    return position


def locate(text: str, path: Sequence[str | int], start: int = 0) -> tuple[int, int] | None:
    """Return the span of the value at a path of keys and list indexes; None where the path leads nowhere.

    `start`: where the value that the path begins at stands, or white space before it.

    Raises:
        SpanError: the text is not JSON up to that value.

    """
    position = begin(text, path, start)
    return None if position is None else (position, end(text, position))


def begin(text: str, path: Sequence[str | int], start: int = 0) -> int | None:
    """Return where the value at a path begins, which need not end; None where the path leads nowhere.

    Raises:
        SpanError: the text is not JSON up to there.

    """
    position = skip(text, start)
    for step in path:
        found = _member(text, position, step) if isinstance(step, str) else _element(text, position, step)
        if found is None:
            return None
        position = found
    return position


def members(text: str, start: int) -> Iterator[tuple[str, int]]:
    """Yield key and start of the value of each member of the object that begins at `start`.

    Raises:
        SpanError: after the members were yielded that begin before the fault.

    """
    position = skip(text, start + 1)
    while text[position : position + 1] != "}":
        if text[position : position + 1] != '"':
            raise SpanError(f"a key is due at character {position}")
        after = end(text, position)
        key: str = json.loads(text[position:after], strict=False)
        colon = skip(text, after)
        if text[colon : colon + 1] != ":":
            raise SpanError(f"a colon is due at character {colon}")
        position = skip(text, colon + 1)
        yield key, position
        position = _next(text, end(text, position), "}")


def elements(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Yield start and end of each element of the list that begins at `start`.

    Raises:
        SpanError: after the elements before the fault were yielded.

    """
    position = skip(text, start + 1)
    while text[position : position + 1] != "]":
        after = end(text, position)
        yield position, after
        position = _next(text, after, "]")


def removal(text: str, start: int, index: int) -> tuple[int, int]:
    """Return the span that goes with an element of the list that begins at `start`: itself and its comma.

    Raises:
        SpanError: the list is not JSON.
        IndexError: the list has no such element.

    """
    spans = list(elements(text, start))
    return removals(spans, [range(len(spans))[index]])[0]


def removals(spans: Sequence[tuple[int, int]], gone: Collection[int]) -> list[tuple[int, int]]:
    """Return the spans that go with those elements of a list which are at the indexes `gone`: they and their commas.

    `spans`: of all elements. What is returned is in order and nowhere overlaps.
    """
    last = len(spans) - 1
    while last in gone:
        last -= 1
    found = [(spans[i][0], spans[i + 1][0]) for i in sorted(gone) if i < last]
    if last + 1 < len(spans):
        found.append((spans[last][1] if last >= 0 else spans[0][0], spans[-1][1]))
    return found


def _member(text: str, start: int, key: str) -> int | None:
    if text[start : start + 1] != "{":
        return None
    return next((position for name, position in members(text, start) if name == key), None)


def _element(text: str, start: int, index: int) -> int | None:
    if text[start : start + 1] != "[":
        return None
    return next((position for i, (position, _) in enumerate(elements(text, start)) if i == index), None)


def _next(text: str, position: int, close: str) -> int:
    position = skip(text, position)
    mark = text[position : position + 1]
    if mark == close:
        return position
    if mark != ",":
        raise SpanError(f"a comma is due at character {position}")
    position = skip(text, position + 1)
    if text[position : position + 1] == close:
        raise SpanError(f"a value is due at character {position}")
    return position
