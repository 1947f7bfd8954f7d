"""Record types, as sources write them."""

from __future__ import annotations

import polars as pl
import pytest

from scholint.checks.values.kinds import KIND_KEY, KINDS, TITLELESS


def key(text: str) -> str:
    return str(pl.DataFrame({"type": [text]}).select(KIND_KEY).item())


def test_every_known_type_is_a_key() -> None:
    assert all(name == key(name) for name in (*KINDS, *TITLELESS))


@pytest.mark.parametrize("text", ["journal-article", "Journal Article", "JOURNAL_ARTICLE"])
def test_a_type_is_looked_up_by_its_letters(text: str) -> None:
    assert KINDS[key(text)] == "article"
