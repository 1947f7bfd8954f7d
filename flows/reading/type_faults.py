"""Values of the wrong type, and keys given twice."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import polars as pl

from scholint.flows.reading.defects import defect
from scholint.flows.reading.lines import objects

if TYPE_CHECKING:
    from scholint.flows.formats.declaration import Format
    from scholint.flows.reading.lines import Block

JSON_KINDS = {bool: "boolean", str: "string", list: "array", dict: "object", type(None): "null"}
_FITTING = {kind: {kind} for kind in ("integer", "boolean", "string", "array", "object")} | {
    "number": {"number", "integer"}
}
# Up to 15 digits: a double keeps them all.
_DECIMAL = re.compile(r"\s*(?P<whole>[0-9]{1,15})(?P<fraction>\.[0-9]+)?\s*")
_LOOKS = {
    "integer": rb'["{\[tf]',
    "number": rb'["{\[tf]',
    "boolean": rb'["{\[0-9-]',
    "string": rb"[{\[tf0-9-]",
    "array": rb'["{tf0-9-]',
    "object": rb'["\[tf0-9-]',
}


def wrong_types(source: str, block: Block, form: Format) -> list[dict[str, Any]]:
    """Return one row for each key whose values have another type than the format says, with their number."""
    return [row for key, expected in form.types.items() if (row := _wrong_type(source, block, key, expected))]


def _wrong_type(source: str, block: Block, key: str, expected: str) -> dict[str, Any] | None:
    pattern = re.compile(rb'"' + re.escape(key.encode()) + rb'"\s*:\s*' + _LOOKS[expected])
    wrong: list[tuple[int, Any]] = []
    for match in pattern.finditer(block.data):
        start = block.data.rfind(b"\n", 0, match.start()) + 1
        value = _value_of(block.data[start : block.data.find(b"\n", start)], key)
        if value is not None and _kind(value) not in _FITTING[expected]:
            wrong.append((start, value))
    if not wrong:
        return None
    start, value = wrong[0]
    return defect(
        "REC003",
        source,
        block.numbers[block.data.count(b"\n", 0, start)],
        f"{_kind(value)} where {expected} is due",
        field=key,
        value=value if isinstance(value, str) else json.dumps(value, ensure_ascii=False),
        expected=expected,
        found=_kind(value),
        mended=converted(value, expected) if isinstance(value, str) else None,
        records=len(wrong),
    )


def _value_of(line: bytes, key: str) -> Any:
    return next(objects([line]), {}).get(key)


def _kind(value: Any) -> str:
    return JSON_KINDS.get(type(value), "integer" if isinstance(value, int) else "number")


def converted(text: str, expected: str) -> str | None:
    """Return a text as JSON of another type, where its value is certain; None where it is not.

    `expected`: `integer`, `number` or `boolean`; other types give None. Both the fix that is proposed and the one
    that is written come from here. JSON has no leading zeros: "007.5" is 7.5.
    """
    if expected == "boolean":
        return text.lower() if text.lower() in ("true", "false") else None
    digits = _DECIMAL.fullmatch(text) if expected in ("integer", "number") else None
    if digits is None or (expected == "integer" and digits["fraction"]):
        return None
    return f"{int(digits['whole'])}{digits['fraction'] or ''}"


def duplicate_keys(source: str, block: Block, form: Format) -> list[dict[str, Any]]:
    """Return a row for each object that gives one key twice with different values.

    A pattern counts the mapped keys of each line; only lines where one may stand twice are parsed again.
    """
    if not block.numbers:
        return []
    keys = "|".join(re.escape(json.dumps(key)[1:-1]) for key in form.schema)
    given = pl.col("raw").str.extract_all(f'"(?:{keys})"')
    suspects = raw_lines(block).with_row_index("row").filter(given.list.n_unique() < given.list.len())
    found = []
    for row, text in suspects.iter_rows():
        if twice := _twice(text):
            key, values = twice
            shown = " and ".join(f"`{json.dumps(v, ensure_ascii=False)[:60]}`" for v in values)
            found.append(
                defect("REC005", source, block.numbers[row], shown, field=key, value=str(values[-1])[:200])
            )
    return found


def raw_lines(block: Block) -> pl.DataFrame:
    """Return the lines of a block as a frame with the column `raw`: String."""
    return pl.read_csv(
        block.data,
        has_header=False,
        separator="\x1f",
        quote_char=None,
        schema={"raw": pl.String},
        encoding="utf8-lossy",
    )


def _twice(text: str) -> tuple[str, list[Any]] | None:
    found: list[tuple[str, list[Any]]] = []

    def pairs(members: list[tuple[str, Any]]) -> dict[str, Any]:
        whole = dict(members)
        if len(whole) != len(members):
            for key in whole:
                values = [v for k, v in members if k == key]
                if any(v != values[0] for v in values):
                    found.append((key, values))
        return whole

    try:
        json.loads(text, object_pairs_hook=pairs)
    except (ValueError, RecursionError):
        return None
    return found[0] if found else None
