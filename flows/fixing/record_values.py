"""Where the values of a column are in the JSON text of a record: the paths of a format, followed in text.

The reader follows the same paths through parsed values (`reading.records`, `formats.columns`). Both accept a single
value where the path has a list, and a list of one where it has a single value.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scholint.flows.reading import json_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scholint.flows.formats.columns import Path
    from scholint.flows.formats.declaration import Mapped

ListItem = tuple[int, int]
"""Where a list begins in the text, and the index of one of its items."""


@dataclass(frozen=True, slots=True)
class ValueSpan:
    """A value in the text: `start` and `end`, and the text that the reader makes of it (null: None).

    `item`: its list and index, where the value is an item of a list.
    """

    start: int
    end: int
    text: str | None
    path: Path
    item: ListItem | None = None

    @property
    def parts(self) -> list[str]:
        """The texts that the path makes of the value: several where it has a separator."""
        whole = self.text or ""
        if not self.path.separator:
            return [whole]
        return [part.strip() for part in whole.split(self.path.separator)]

    def shares_list_with(self, other: ValueSpan) -> bool:
        """Return whether both are items of the same list."""
        return self.item is not None and other.item is not None and self.item[0] == other.item[0]


def single_value(text: str, mapped: Mapped) -> tuple[list[ValueSpan], bool]:
    """Return the value of a column with one value, and whether it is composed of several.

    Where no path leads to a value, the first empty one, into which a value can be written.
    """
    empty: list[ValueSpan] = []
    for path in mapped.paths:
        found = list(_values(text, path))[:1]
        if path.way or path.templates:
            # What the reader shows is made of several values, of which none can be replaced by the new one.
            if _is_filled(text, path):
                return [], True
        elif found and _is_shown(found[0], is_last=path is mapped.paths[-1]):
            return found, False
        else:
            empty += found
    return empty[:1], False


def _is_shown(value: ValueSpan, *, is_last: bool) -> bool:
    """Return whether the reader takes this value: the first that is not empty, or an empty text of the last path."""
    return bool(value.text) or (is_last and value.text is not None)


def list_values(text: str, mapped: Mapped) -> tuple[list[ValueSpan], bool]:
    """Return the items of a column with a list, and whether some are composed of several values.

    Where there are none, the first empty place, into which an item can be written.
    """
    items: list[ValueSpan] = []
    empty: list[ValueSpan] = []
    composed = False
    for path in mapped.paths:
        if path.way or path.templates:
            composed = composed or _is_filled(text, path)
        else:
            found = list(_values(text, path))
            items += [value for value in found if value.text is not None]
            empty += [value for value in found if not value.text] or _empty_lists(text, path)
        # The first path that has something counts, unless the format takes all of them.
        if (items or composed) and not mapped.merged:
            break
    return items or empty[:1], composed


def shown_text(raw: str) -> str | None:
    """Return the text that the reader makes of a JSON value; None for null."""
    if raw.startswith('"'):
        return str(json.loads(raw, strict=False))
    return None if raw == "null" else raw


def _values(text: str, path: Path) -> Iterator[ValueSpan]:
    for start, item in _follow(text, json_text.skip_space(text), path.steps, None):
        at, in_list = start, item
        if text[start] == "[":
            inner = list(json_text.elements(text, start))
            if len(inner) != 1:
                continue
            # Where the path expects a separated text, the list's one item may be split into several items.
            at, in_list = inner[0][0], (start, 0) if path.separator else None
        if text[at] not in "[{":
            stop = json_text.value_end(text, at)
            yield ValueSpan(at, stop, shown_text(text[at:stop]), path, in_list)


def _is_filled(text: str, path: Path) -> bool:
    return any(
        text[start : json_text.value_end(text, start)] not in ("null", "[]", '""', "{}")
        for start, _ in _follow(text, json_text.skip_space(text), path.steps, None)
    )


def _empty_lists(text: str, path: Path) -> list[ValueSpan]:
    """Return the empty lists at a path, and the nulls in place of lists: a first item can be written into them."""
    if path.steps[-1] != ("item", "*"):
        return []
    starts = [start for start, _ in _follow(text, json_text.skip_space(text), path.steps[:-1], None)]
    spans = [(start, json_text.value_end(text, start)) for start in starts]
    return [
        ValueSpan(start, stop, None, path, (start, 0))
        for start, stop in spans
        if text[start:stop] == "null" or (text[start] == "[" and not list(json_text.elements(text, start)))
    ]


def _follow(
    text: str, at: int, steps: Sequence[tuple[str, str]], item: ListItem | None
) -> Iterator[tuple[int, ListItem | None]]:
    """Yield where the values of a path begin, each with the list that it is an item of."""
    if not steps:
        yield at, item
        return
    (kind, name), rest = steps[0], steps[1:]
    found = _under_key(text, at, name) if kind == "key" else _among_items(text, at, name)
    for start, step_item in found:
        yield from _follow(text, start, rest, step_item)


def _under_key(text: str, at: int, key: str) -> Iterator[tuple[int, None]]:
    if text[at] == "[":
        spans = list(json_text.elements(text, at))
        if len(spans) == 1:
            yield from _under_key(text, spans[0][0], key)
    elif text[at] == "{":
        # Of a key that occurs twice, the reader takes the first.
        starts = [start for name, start in json_text.members(text, at) if name == key]
        yield from ((start, None) for start in starts[:1])


def _among_items(text: str, at: int, step: str) -> Iterator[tuple[int, ListItem | None]]:
    """Yield the items of a list that a step means: `*` all, a number one, `key=value` the first that has it."""
    if text[at] != "[":
        # A single value is read like a list of one; null is no item.
        if step in ("*", "0") and text[at] != "n":
            yield at, None
        return
    for i, (start, _) in enumerate(json_text.elements(text, at)):
        if step == "*":
            yield start, (at, i)
        elif step == str(i):
            yield start, None
        elif "=" in step and _has_value(text, start, step):
            yield start, None
            return


def _has_value(text: str, at: int, condition: str) -> bool:
    key, _, value = condition.partition("=")
    span = json_text.value_span(text, [key], at)
    return span is not None and (shown_text(text[slice(*span)]) or "").lower() == value.lower()
