"""Writing new values into the JSON text of a record, with the type, escapes, and spacing of the old values."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from scholint.flows.fixing.fixes import COMPOSED, NOT_A_LIST, NUMBER, NotApplied
from scholint.flows.fixing.record_values import shown_text
from scholint.flows.reading import json_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scholint.flows.fixing.fixes import RecordFix
    from scholint.flows.fixing.record_values import ValueSpan
    from scholint.flows.formats.declaration import Format

LONE_SURROGATE = re.compile("[\ud800-\udfff]")
"""A lone surrogate (half of a character). JSON can write it with an escape, but UTF-8 cannot encode it."""


def replace_value(
    text: str, value: ValueSpan, fix: RecordFix, new: Sequence[str] | None, form: Format
) -> str:
    """Return the text of a record with a value replaced.

    `new`: the new value, or several for an item of a list. None clears the value.

    Raises:
        NotApplied: The new value cannot be written in place of the old one, for example because it needs a list.
        SpanError: The list that contains the value is not valid JSON.

    """
    old = text[value.start : value.end]
    is_whole_item = value.item and fix.is_value((value.text or "").strip())
    # If an item of a list equals the value of the finding, it becomes several items, not one separated text.
    if value.path.separator and value.text and not is_whole_item:
        separated = _with_part_replaced(value.text, value.path.separator, fix, new)
        new = None if separated is None else [separated]
    is_empty_list = old == "[]" or (old == "null" and value.item and value.item[0] == value.start)
    if is_empty_list:
        raw = f"[{', '.join(raw_json(text, 'null', item, None) for item in new or ())}]"
    elif new is None and value.item:
        return _without_item(text, value.item)
    elif new is not None and len(new) > 1:
        raw = _several_items(text, value, new)
        # The list already contains all new items.
        if not raw and value.item:
            return _without_item(text, value.item)
    else:
        # A format declares types only for top-level keys.
        expected = form.types.get(value.path.root) if len(value.path.steps) == 1 else None
        raw = raw_json(text, old, new[0] if new else None, expected)
    return text[: value.start] + raw + text[value.end :]


def _without_item(text: str, item: tuple[int, int]) -> str:
    start, stop = json_text.removal(text, *item)
    return text[:start] + text[stop:]


def _with_part_replaced(whole: str, separator: str, fix: RecordFix, new: Sequence[str] | None) -> str | None:
    """Return a separated text with new parts in place of the value of the finding, or None if no part remains.

    The new parts have the same spacing as the others.

    Raises:
        NotApplied: A new part contains the separator.

    """
    if any(separator in part for part in new or ()):
        raise NotApplied(COMPOSED)
    parts = whole.split(separator)
    matches = [fix.is_value(part.strip()) for part in parts]
    if new is None:
        kept = [part for part, matching in zip(parts, matches, strict=True) if not matching]
        return separator.join(kept) or None
    gap = " " if len(parts) == 1 or parts[1].startswith(" ") else ""
    others = [part.strip() for part, matching in zip(parts, matches, strict=True) if not matching]
    # If there are several new parts, those that the text already contains are not added again.
    added = [part for part in new if len(new) == 1 or part not in others]
    joined = f"{separator}{gap}".join(added)
    changed = [
        part.replace(part.strip(), joined, 1) if matching else part
        for part, matching in zip(parts, matches, strict=True)
        if added or not matching
    ]
    return separator.join(changed) or None


def _several_items(text: str, value: ValueSpan, new: Sequence[str]) -> str:
    """Return the new items as JSON, separated like the other items of the list. Skip items that the list contains.

    Raises:
        NotApplied: The value is not an item of a list.

    """
    if value.item is None:
        raise NotApplied(NOT_A_LIST)
    start, index = value.item
    spans = list(json_text.elements(text, start))
    others = [shown_text(text[slice(*span)]) for i, span in enumerate(spans) if i != index]
    added = [item for item in new if item not in others]
    between = _between_items(text, value, spans)
    return between.join(raw_json(text, text[value.start : value.end], item, None) for item in added)


def _between_items(text: str, value: ValueSpan, spans: Sequence[tuple[int, int]]) -> str:
    """Return the comma and whitespace that separate the items of the list that contains the value."""
    assert value.item is not None
    start, index = value.item
    if len(spans) > 1:
        at = max(index, 1)
        return text[spans[at - 1][1] : spans[at][0]]
    # If the list has one item, the whitespace before the item or before the list shows the style.
    lead = text[start + 1 : value.start]
    if "\n" in lead:
        return f",{lead}"
    return ", " if text[start - 1].isspace() else ","


def raw_json(text: str, old: str, new: str | None, expected: str | None) -> str:
    """Return a new value as JSON, with the type and the escapes of the old value.

    `text`: the record. It shows whether non-ASCII letters are escaped. `old`: the old value as JSON. `new`: the new
    value; None gives `null`. `expected`: the type that the format declares, used if the old value is `null`.
    """
    if new is None:
        return "null"
    kind = expected if old == "null" else json_kind(old)
    is_number = kind in ("integer", "number") and NUMBER.fullmatch(new)
    if is_number or (kind == "boolean" and new in ("true", "false")):
        return new
    raw = json.dumps(new, ensure_ascii="\\u" in text and text.isascii())
    # The unchanged part of a text may contain a lone surrogate. It is escaped, because UTF-8 cannot encode it.
    raw = LONE_SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", raw)
    return raw.replace("/", "\\/") if "\\/" in old else raw


def json_kind(raw: str) -> str:
    """Return the type of a value, given its JSON text. A number without fraction and exponent is an `integer`."""
    kinds = {'"': "string", "{": "object", "[": "array", "t": "boolean", "f": "boolean", "n": "null"}
    return kinds.get(raw[0], "number" if set(raw) & set(".eE") else "integer")
