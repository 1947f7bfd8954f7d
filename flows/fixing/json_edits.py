"""New values written into the JSON text of a record, in the type, the escapes and the spacing of the old ones."""

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
"""Half a character, which JSON's escapes can write and UTF-8 cannot."""


def replace_value(
    text: str, value: ValueSpan, fix: RecordFix, new: Sequence[str] | None, form: Format
) -> str:
    """Return the record with a value replaced. `new`: None clears the value.

    Raises:
        NotApplied: the new value would need a list, or another one than the source has.
        SpanError: the list that the value is an item of is not JSON.

    """
    old = text[value.start : value.end]
    is_whole_item = value.item and fix.is_value((value.text or "").strip())
    # An item of a list that is the finding's value as a whole becomes several items, not one separated text.
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
        # The list has all of them already.
        if not raw and value.item:
            return _without_item(text, value.item)
    else:
        # A format declares types of top-level keys alone.
        expected = form.types.get(value.path.root) if len(value.path.steps) == 1 else None
        raw = raw_json(text, old, new[0] if new else None, expected)
    return text[: value.start] + raw + text[value.end :]


def _without_item(text: str, item: tuple[int, int]) -> str:
    start, stop = json_text.removal(text, *item)
    return text[:start] + text[stop:]


def _with_part_replaced(whole: str, separator: str, fix: RecordFix, new: Sequence[str] | None) -> str | None:
    """Return a separated text with new parts in place of the finding's, spaced like the others.

    None where no part remains.
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
    # Of several new parts, those that the text has already are left out.
    added = [part for part in new if len(new) == 1 or part not in others]
    joined = f"{separator}{gap}".join(added)
    changed = [
        part.replace(part.strip(), joined, 1) if matching else part
        for part, matching in zip(parts, matches, strict=True)
        if added or not matching
    ]
    return separator.join(changed) or None


def _several_items(text: str, value: ValueSpan, new: Sequence[str]) -> str:
    """Return several items as JSON, separated like the items of the list; empty where the list has all of them.

    Raises:
        NotApplied: the value is not an item of a list.

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
    """Return the comma and the whitespace that separate items of a value's list."""
    assert value.item is not None
    start, index = value.item
    if len(spans) > 1:
        at = max(index, 1)
        return text[spans[at - 1][1] : spans[at][0]]
    # A list of one shows its style in what is before its item, or before the list itself.
    lead = text[start + 1 : value.start]
    if "\n" in lead:
        return f",{lead}"
    return ", " if text[start - 1].isspace() else ","


def raw_json(text: str, old: str, new: str | None, expected: str | None) -> str:
    """Return a value as JSON, in the type and with the escapes of the one that it replaces.

    `text`: the record, which shows whether it escapes letters. `expected`: the type by the format, in place of a null.
    """
    if new is None:
        return "null"
    kind = expected if old == "null" else json_kind(old)
    is_number = kind in ("integer", "number") and NUMBER.fullmatch(new)
    if is_number or (kind == "boolean" and new in ("true", "false")):
        return new
    raw = json.dumps(new, ensure_ascii="\\u" in text and text.isascii())
    # Half a character can be in the part of a text that does not change; UTF-8 cannot write it, an escape can.
    raw = LONE_SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", raw)
    return raw.replace("/", "\\/") if "\\/" in old else raw


def json_kind(raw: str) -> str:
    """Return the JSON type of a value, by its text; `integer` for a number without a fraction or exponent."""
    kinds = {'"': "string", "{": "object", "[": "array", "t": "boolean", "f": "boolean", "n": "null"}
    return kinds.get(raw[0], "number" if set(raw) & set(".eE") else "integer")
