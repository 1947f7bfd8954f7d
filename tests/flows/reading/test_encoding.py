"""Bytes that are not UTF-8, and characters that cannot be encoded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scholint.flows.reading.encoding import likely_encoding, not_utf8
from scholint.flows.reading.json_text import whole_characters


def first_wrong_byte(data: bytes) -> int | None:
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return error.start
    return None


@given(st.binary(max_size=20))
def test_the_first_byte_that_is_not_utf8_is_a_defect(data: bytes) -> None:
    start = first_wrong_byte(data)
    found = [(d.rule, d.byte, d.line, d.reason.split(" is not valid UTF-8")[0]) for d in not_utf8(data)]
    if start is None:
        assert found == []
    else:
        line = data[:start].count(b"\n") + 1
        assert found == [("REC004", start, line, f"byte 0x{data[start]:02x}")]


@given(st.text())
def test_text_that_can_be_encoded_stays(text: str) -> None:
    whole = whole_characters(text)
    whole.encode()
    assert whole == text


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("a\ud800b", "a\ufffdb"),
        ("\udc00", "\ufffd"),
        ("\ud83d\ude00", "😀"),
        ("\ud83d \ude00", "\ufffd \ufffd"),
    ],
)
def test_halves_of_characters_are_joined_or_replaced(text: str, whole: str) -> None:
    assert whole_characters(text) == whole


def test_windows_1252_has_letters_where_latin_1_has_controls() -> None:
    assert likely_encoding("“Grüße”".encode("cp1252")) == "Windows-1252"
    assert likely_encoding("Grüße".encode("latin-1")) == "Latin-1"
