"""Parts of messages: characters that nobody can see, and what fields are called."""

from __future__ import annotations

import polars as pl

from scholint.checks.contract import RECORDS
from scholint.checks.message import LABELS, TEXT_LABELS, last_words, quoted, visible


def test_characters_without_a_glyph_are_written_as_code_points() -> None:
    texts = pl.DataFrame({"text": ["10.1000/\u200b1", "a tab\t and\u00a0a space", None]})
    shown = texts.select(quoted(visible(pl.col("text"))))["text"].to_list()
    assert shown == ["`10.1000/<U+200B>1`", "`a tab<U+0009> and<U+00A0>a space`", "``"]


def test_the_end_of_a_text_starts_with_a_word() -> None:
    texts = pl.DataFrame({"text": ["a study of tides.", "tides", "abcdefghijklm", None]})
    shown = texts.select(last_words(pl.col("text"), 10))["text"].to_list()
    assert shown == ["of tides.", "tides", "defghijklm", None]


def test_labels_are_of_fields() -> None:
    assert LABELS.keys() == TEXT_LABELS.keys()
    assert LABELS.keys() <= set(RECORDS.columns)
