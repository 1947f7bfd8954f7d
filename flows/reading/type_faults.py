"""Finding values of the wrong JSON type, and keys that occur twice in an object."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import polars as pl

from scholint.flows.reading.defects import DUPLICATE_KEY, WRONG_TYPE, Defect
from scholint.flows.reading.lines import objects, raw_lines

if TYPE_CHECKING:
    from scholint.flows.formats.declaration import Format
    from scholint.flows.reading.lines import Block

JSON_KINDS = {bool: "boolean", str: "string", list: "array", dict: "object", type(None): "null"}
_FITTING = {kind: {kind} for kind in ("integer", "boolean", "string", "array", "object")} | {
    "number": {"number", "integer"}
}
# A double represents up to 15 digits exactly.
_DECIMAL = re.compile(r"\s*(?P<whole>[0-9]{1,15})(?P<fraction>\.[0-9]+)?\s*")
# The first characters of values that may have another type than the expected one.
_OTHER_BEGINNING = {
    "integer": rb'["{\[tf]',
    "number": rb'["{\[tf]',
    "boolean": rb'["{\[0-9-]',
    "string": rb"[{\[tf0-9-]",
    "array": rb'["{tf0-9-]',
    "object": rb'["\[tf0-9-]',
}
_SHOWN_VALUE, _SHOWN_KEY_VALUE = 200, 60


def wrong_types(block: Block, form: Format) -> list[Defect]:
    """Return one defect for each key that has values of another type than the format declares.

    `records` of the defect is the number of such values.
    """
    found = (_wrong_type(block, key, expected) for key, expected in form.types.items())
    return [defect for defect in found if defect]


def _wrong_type(block: Block, key: str, expected: str) -> Defect | None:
    # Search the bytes of the block, and parse only the records that match.
    pattern = re.compile(rb'"' + re.escape(key.encode()) + rb'"\s*:\s*' + _OTHER_BEGINNING[expected])
    wrong: list[tuple[int, Any]] = []
    for match in pattern.finditer(block.data):
        start = block.data.rfind(b"\n", 0, match.start()) + 1
        # The match may be a key of a nested object, whose type is not declared.
        value = _value_of(block.data[start : block.data.find(b"\n", start)], key)
        if value is not None and _kind(value) not in _FITTING[expected]:
            wrong.append((start, value))
    if not wrong:
        return None
    start, value = wrong[0]
    return Defect(
        WRONG_TYPE,
        block.numbers[block.data.count(b"\n", 0, start)],
        f"expected {expected}, found {_kind(value)}",
        field=key,
        value=value if isinstance(value, str) else json.dumps(value, ensure_ascii=False),
        expected=expected,
        found=_kind(value),
        converted=converted(value, expected) if isinstance(value, str) else None,
        records=len(wrong),
    )


def _value_of(line: bytes, key: str) -> Any:
    return next(objects([line]), {}).get(key)


def _kind(value: Any) -> str:
    return JSON_KINDS.get(type(value), "integer" if isinstance(value, int) else "number")


def converted(text: str, expected: str) -> str | None:
    """Return a text converted to JSON of another type, or None if the conversion is not certain.

    JSON allows no leading zeros, so "007.5" becomes 7.5. The reported fix and the applied fix both use this function.

    `expected`: `integer`, `number`, or `boolean`. For other types, the result is None.
    """
    if expected == "boolean":
        return text.lower() if text.lower() in ("true", "false") else None
    digits = _DECIMAL.fullmatch(text) if expected in ("integer", "number") else None
    if digits is None or (expected == "integer" and digits["fraction"]):
        return None
    return f"{int(digits['whole'])}{digits['fraction'] or ''}"


def duplicate_keys(block: Block, form: Format) -> list[Defect]:
    """Return one defect for each record in which a key occurs twice in one object, with different values.

    A regular expression finds lines in which a mapped key occurs twice. Only these lines are parsed.
    """
    if not block.numbers:
        return []
    keys = "|".join(re.escape(json.dumps(key)[1:-1]) for key in form.schema)
    matches = pl.col("raw").str.extract_all(f'"(?:{keys})"')
    suspects = raw_lines(block).with_row_index("row").filter(matches.list.n_unique() < matches.list.len())
    defects = []
    for row, text in suspects.iter_rows():
        if found := _first_duplicate(text):
            key, values = found
            listed = ", ".join(f"`{json.dumps(v, ensure_ascii=False)[:_SHOWN_KEY_VALUE]}`" for v in values)
            reason = f"{len(values)} times with different values: {listed}"
            shown = str(values[-1])[:_SHOWN_VALUE]
            defects.append(Defect(DUPLICATE_KEY, block.numbers[row], reason, field=key, value=shown))
    return defects


def _first_duplicate(text: str) -> tuple[str, list[Any]] | None:
    """Return the first key that occurs in one object with different values, and its values, or None."""
    found: list[tuple[str, list[Any]]] = []

    def collect(members: list[tuple[str, Any]]) -> dict[str, Any]:
        whole = dict(members)
        if len(whole) != len(members):
            for key in whole:
                values = [v for k, v in members if k == key]
                if any(v != values[0] for v in values):
                    found.append((key, values))
        return whole

    try:
        json.loads(text, object_pairs_hook=collect)
    except (ValueError, RecursionError):
        return None
    return found[0] if found else None
