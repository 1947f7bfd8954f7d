"""How a feed is partitioned, and when a finished partition may be used again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scholint.flows.orchestration import partitions
from scholint.flows.settings import Settings
from scholint.flows.sources.arguments import resolve

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_partitions_are_neighbors_of_about_the_size(feed: Path) -> None:
    chosen = resolve([str(feed)]).sources
    size = (feed / "0.jsonl").stat().st_size
    parts = partitions.partitions(chosen, size * 2)
    assert [len(part) for part in parts] == [2, 2, 2]
    assert [source for part in parts for source in part] == chosen


def test_a_key_knows_models_and_tables(tmp_path: Path) -> None:
    model = tmp_path / "seeds" / "model.npz"
    model.parent.mkdir()
    model.write_bytes(b"one")
    before = partitions.fingerprint([model.parent])
    (model.parent / "words.cpython-311.pyc").write_bytes(b"compiled")
    assert partitions.fingerprint([model.parent]) == before
    model.write_bytes(b"two")
    assert partitions.fingerprint([model.parent]) != before


def test_a_key_knows_content_settings_and_own_tables(
    feed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = resolve([str(feed)]).sources
    own = tmp_path / "own"
    own.mkdir()
    monkeypatch.setenv("SCHOLINT_REFERENCE", str(own))
    key = partitions.key(chosen, Settings())
    (own / "journals.parquet").write_bytes(b"a table")
    assert key != partitions.key(chosen, Settings())
    key = partitions.key(chosen, Settings())
    assert key == partitions.key(chosen, Settings())
    assert key != partitions.key(chosen, Settings(ignore=("DOI",)))
    (feed / "0.jsonl").write_text("{}\n", "utf-8")
    assert key != partitions.key(chosen, Settings())
