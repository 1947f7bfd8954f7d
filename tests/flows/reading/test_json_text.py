"""Spans in JSON text: the value is found wherever it is, and replacing it changes nothing else."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scholint.flows.reading.json_text import (
    SpanError,
    elements,
    members,
    removal,
    removals,
    value_span,
    value_start,
)

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]))
)
KEYS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6) | st.sampled_from(
    ['"', "\\", "a.b", "é"]
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)
SPACES = st.text(" \t\r\n", max_size=3)


@st.composite
def documents(draw: st.DrawFn) -> tuple[Any, str]:
    """A value, and one of the many JSON texts that write it."""
    value = draw(VALUES)
    return value, written(value, draw, ascii_only=draw(st.booleans()))


def written(value: Any, draw: st.DrawFn, *, ascii_only: bool) -> str:
    before, after = draw(SPACES), draw(SPACES)
    if isinstance(value, list):
        inner = ",".join(written(item, draw, ascii_only=ascii_only) for item in value)
        return f"{before}[{draw(SPACES)}{inner}]{after}"
    if isinstance(value, dict):
        inner = ",".join(
            draw(SPACES)
            + json.dumps(key, ensure_ascii=ascii_only)
            + draw(SPACES)
            + ":"
            + written(item, draw, ascii_only=ascii_only)
            for key, item in value.items()
        )
        return f"{before}{{{draw(SPACES)}{inner}}}{after}"
    return before + json.dumps(value, ensure_ascii=ascii_only) + after


def paths(value: Any, here: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    if isinstance(value, list):
        inner = list(enumerate(value))
    return [here, *(path for step, item in inner for path in paths(item, (*here, step)))]


def replaced(value: Any, path: tuple[str | int, ...], new: Any) -> Any:
    if not path:
        return new
    whole = deepcopy(value)
    node = whole
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = new
    return whole


@given(documents(), st.data(), SCALARS)
def test_replacing_a_span_replaces_that_value_alone(
    document: tuple[Any, str], data: st.DataObject, new: Any
) -> None:
    value, text = document
    path = data.draw(st.sampled_from(paths(value)))
    span = value_span(text, path)
    assert span is not None
    start, stop = span
    edited = text[:start] + json.dumps(new) + text[stop:]
    assert json.loads(edited) == replaced(value, path, new)
    assert json.loads(text[start:stop]) == (value if not path else _at(value, path))


@given(documents(), st.data())
def test_removing_elements_removes_their_commas(document: tuple[Any, str], data: st.DataObject) -> None:
    value, text = document
    lists = [path for path in paths(value) if isinstance(_at(value, path), list) and _at(value, path)]
    if not lists:
        return
    path = data.draw(st.sampled_from(lists))
    items = _at(value, path)
    gone = data.draw(st.sets(st.integers(0, len(items) - 1)))
    start, _ = value_span(text, path)
    cuts = removals(list(elements(text, start)), gone)
    if len(gone) == 1:
        assert cuts == [removal(text, start, *gone)]
    edited = text
    for first, last in reversed(cuts):
        edited = edited[:first] + edited[last:]
    left = [item for i, item in enumerate(items) if i not in gone]
    assert json.loads(edited) == replaced(value, path, left)


def _at(value: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


@given(documents(), st.lists(KEYS | st.integers(0, 3), max_size=4))
def test_a_path_that_leads_nowhere_returns_none(document: tuple[Any, str], path: list[str | int]) -> None:
    value, text = document
    if tuple(path) not in paths(value):
        assert value_span(text, path) is None


@given(st.text(max_size=40) | st.text('{}[]",:0\\ntu ', max_size=40))
def test_text_that_is_not_json_is_an_error_or_not_found(text: str) -> None:
    try:
        span = value_span(text, ["a", 0])
    except SpanError:
        return
    assert span is None or text[slice(*span)]


def test_the_first_of_two_equal_keys_counts() -> None:
    text = '{"a": 1, "b": {"a": 9}, "a": 2}'
    assert text[slice(*value_span(text, ["a"]))] == "1"


def test_a_key_is_compared_decoded() -> None:
    text = '{"caf\\u00e9 \\"x\\"": [true, "\\ud83d\\ude00"]}'
    assert text[slice(*value_span(text, ['café "x"', 1]))] == '"\\ud83d\\ude00"'


def test_raw_control_characters_in_strings_are_accepted() -> None:
    text = '{"a": "one\ntwo\t", "b": 5}'
    assert text[slice(*value_span(text, ["b"]))] == "5"


def test_a_number_of_any_length_is_accepted() -> None:
    text = '{"a": ' + "9" * 5000 + ', "b": 5}'
    assert text[slice(*value_span(text, ["b"]))] == "5"


def test_a_value_nested_too_deep_is_an_error() -> None:
    text = '{"a": ' + "[" * 100_000 + "]" * 100_000 + ', "b": 5}'
    with pytest.raises(SpanError, match="too deep"):
        value_span(text, ["b"])


@pytest.mark.parametrize("text", ['{"a" 1}', '{"a": }', '{"a": 1,}', "{a: 1}", '{"a": 1', '{"a": 1 "b": 2}'])
def test_a_broken_object_is_an_error(text: str) -> None:
    with pytest.raises(SpanError):
        list(members(text, 0))


@pytest.mark.parametrize("text", ["[1, ]", "[1 2]", "[1", "[,]"])
def test_a_broken_list_is_an_error(text: str) -> None:
    with pytest.raises(SpanError):
        list(elements(text, 0))


def test_what_begins_at_a_path_need_not_end() -> None:
    text = '{"n": 1, "items": [{"a": 1}, {"b"'
    assert value_start(text, ["items"]) == text.index("[")
    with pytest.raises(SpanError):
        value_span(text, ["items"])
