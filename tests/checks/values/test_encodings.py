"""Text that was decoded with the wrong encoding is decoded again, and no other text changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scholint.checks.values.encodings import decoded_again, named_controls

# Letters whose UTF-8 is read as Windows-1252 without a gap in the table.
WORDS = st.lists(
    st.sampled_from(["München", "naïve", "café", "Ελλάδα", "Москва", "東京", "“tides”", "10–20", "plain"]),
    min_size=1,
    max_size=4,
).map(" ".join)


def misread(text: str) -> str:
    """Return the text's UTF-8 as Windows-1252, whose five gaps are read as Latin-1."""
    return "".join(
        bytes([byte]).decode("cp1252" if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else "latin-1")
        for byte in text.encode()
    )


@given(WORDS)
def test_text_that_was_misread_comes_back(text: str) -> None:
    assert decoded_again(misread(text)) == text
    assert decoded_again(misread(misread(text))) == text


@given(WORDS)
def test_text_in_the_right_encoding_stays(text: str) -> None:
    assert decoded_again(text) == text


@given(st.text(max_size=40))
def test_ascii_is_never_touched(text: str) -> None:
    ascii_only = text.encode("ascii", "ignore").decode()
    assert decoded_again(ascii_only) == ascii_only


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Ã¼", "ü"), ("é", "é"), ("ü\x80", "ü\x80"), ("\xe2\x80", "\xe2\x80"), ("\xf0\x9f\x98", "\xf0\x9f\x98")],
)
def test_a_megabyte_is_read_in_one_pass(text: str, expected: str) -> None:
    # To decode from each place in turn takes minutes.
    assert decoded_again(text * 500_000) == expected * 500_000


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ("MÃ¼nchen", "München"),
        ("â€™", "’"),
        ("ÃƒÂ¼", "ü"),
        ("éÃ¼", "éü"),
        ("Ã¼é", "üé"),
        ("ð\x9f\x98\x80", "😀"),
        ("í\xa0\x80", "í\xa0\x80"),
        ("À\x80", "À\x80"),
        ("à\x80\x80", "à\x80\x80"),
        ("ô\x90\x80\x80", "ô\x90\x80\x80"),
    ],
)
def test_only_what_is_utf8_is_decoded_again(given_: str, expected: str) -> None:
    assert decoded_again(given_) == expected


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ("10\x9620", "10–20"),
        ("\x93tides\x94", "“tides”"),
        ("it\x19s", "it’s"),
        ("\x98The \x9cTimes", "The Times"),
        ("ti\x7fdes", "tides"),
        ("one\x00two", "one two"),
        ("one\u2028two", "one two"),
        ("one\ttwo\n", "one\ttwo\n"),
    ],
)
def test_controls_are_read_as_the_characters_that_they_were(given_: str, expected: str) -> None:
    assert named_controls(given_) == expected
