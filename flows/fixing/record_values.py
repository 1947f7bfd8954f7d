"""Finding the values of a column in the JSON text of a record, by following the paths of a format.

The reader follows the same paths in parsed values (`reading.records`, `formats.columns`). Both accept a single value
where the path expects a list, and a list of one item where the path expects a single value.
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
"""The start of a list in the text, and the index of one of its items."""


@dataclass(frozen=True, slots=True)
class ValueSpan:
    """The span of a value in the text of a record.

    `start`, `end`: the positions in the JSON text. `text`: the text that the reader gets from the value, or None for
    `null`. `path`: the path that leads to the value. `item`: the list and the index, if the value is an item of a list.
    """

    start: int
    end: int
    text: str | None
    path: Path
    item: ListItem | None = None

    @property
    def parts(self) -> list[str]:
        """The value as a list of texts. If the path has a separator, the value is split at it."""
        whole = self.text or ""
        if not self.path.separator:
            return [whole]
        return [part.strip() for part in whole.split(self.path.separator)]

    def shares_list_with(self, other: ValueSpan) -> bool:
        """Boolean: true if both values are items of the same list."""
        return self.item is not None and other.item is not None and self.item[0] == other.item[0]


def single_value(text: str, mapped: Mapped) -> tuple[list[ValueSpan], bool]:
    """Return the value of a column that is not a list, and whether the value is composed of several.

    If all values are empty, return the first empty value, because a new value can be written there. The list of values
    is empty if the value is composed, or if no path leads anywhere.
    """
    empty: list[ValueSpan] = []
    for path in mapped.paths:
        found = list(_values(text, path))[:1]
        if path.way or path.templates:
            # The reader composes the value of several source values. None of them can be replaced by the new value.
            if _is_filled(text, path):
                return [], True
        elif found and _is_shown(found[0], is_last=path is mapped.paths[-1]):
            return found, False
        else:
            empty += found
    return empty[:1], False


def _is_shown(value: ValueSpan, *, is_last: bool) -> bool:
    """Boolean: true if the reader uses this value: if it is not empty, or if it is the empty text of the last path."""
    return bool(value.text) or (is_last and value.text is not None)


def list_values(text: str, mapped: Mapped) -> tuple[list[ValueSpan], bool]:
    """Return the items of a column that is a list, and whether some of them are composed of several values.

    If there are no items, return the first empty value or empty list, because an item can be written there.
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
        # The first path with items is used, unless the format merges the items of all paths.
        if (items or composed) and not mapped.merged:
            break
    return items or empty[:1], composed


def shown_text(raw: str) -> str | None:
    """Return the text that the reader gets from a JSON value, or None for `null`."""
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
            # If the path expects a separated text, the only item of the list may become several items.
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
    """Return each empty list at a path, and each `null` in place of a list. A first item can be written there."""
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
    """Yield the start of each value that the path leads to, and its `ListItem` if it is an item of a list."""
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
        # If a key occurs twice, the reader uses the first one.
        starts = [start for name, start in json_text.members(text, at) if name == key]
        yield from ((start, None) for start in starts[:1])


def _among_items(text: str, at: int, step: str) -> Iterator[tuple[int, ListItem | None]]:
    """Yield the items of a list that match a step.

    The step `*` matches all items, a number matches the item at this index, and `key=value` the first item with this
    value.
    """
    if text[at] != "[":
        # A single value is read like a list of one item. `null` is not an item.
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
