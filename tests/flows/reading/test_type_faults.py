"""A text in a field of another type: the fix that is reported is the one that is written."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scholint.flows.fixing.fixes import TypeFix
from scholint.flows.fixing.record import apply_fixes
from scholint.flows.formats.declaration import Format, formats
from scholint.flows.reading.lines import line_blocks
from scholint.flows.reading.records import parse
from scholint.flows.reading.type_faults import converted

KEYS = {"integer": "citationCount", "number": "PeriodicalIF", "boolean": "isOpenAccess"}
TYPES: dict[str, tuple[type, ...]] = {"integer": (int,), "number": (int, float), "boolean": (bool,)}
NUMERALS = st.from_regex(r"\s?0{0,3}\d{1,17}(\.\d{0,3})?\s?", fullmatch=True)


def aggregator() -> Format:
    return formats()["aggregator"]


def reported_fixes(record: str) -> list[str | None]:
    """Return the fixes that the reader reports for values of another type."""
    (block,) = line_blocks([record.encode()], 1 << 20, 1 << 20)
    return [
        d["converted"] for d in parse([("a.jsonl", block)], aggregator()).defects if d["rule"] == "REC003"
    ]


@given(
    text=st.text() | NUMERALS | st.sampled_from(["true", "False", " true"]),
    expected=st.sampled_from(sorted(KEYS)),
)
@example(text="007.5", expected="number")
@example(text="000", expected="integer")
@example(text="٣", expected="number")
def test_the_reported_fix_is_the_written_one(text: str, expected: str) -> None:
    key = KEYS[expected]
    record = json.dumps({key: text}, ensure_ascii=False)
    (value,) = reported_fixes(record)
    written = apply_fixes(record, (), [TypeFix(key, expected, "string")], aggregator()).text
    assert written == (record if value is None else f'{{"{key}": {value}}}')
    # It is JSON of the expected type, and the reader reports nothing about it.
    if value is not None:
        assert isinstance(json.loads(value), TYPES[expected])
        assert reported_fixes(str(written)) == []


@pytest.mark.parametrize(
    ("text", "expected", "value"),
    [
        ("007.5", "number", "7.5"),
        ("0.50", "number", "0.50"),
        ("007", "integer", "7"),
        (" 12\n", "integer", "12"),
        ("7.5", "integer", None),
        ("7.", "number", None),
        ("-1", "number", None),
        ("1" * 16, "integer", None),
        ("TRUE", "boolean", "true"),
        ("1", "boolean", None),
        ("1", "string", None),
    ],
)
def test_a_text_is_converted_where_its_value_is_certain(text: str, expected: str, value: str | None) -> None:
    assert converted(text, expected) == value
