"""A folder of the user's own reference tables, for tests of what is looked up."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import polars as pl
import pytest

from scholint.checks.reference import lookups, tables
from scholint.checks.reference.lookups import title_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path


def forget_tables() -> None:
    for cached in (tables.table, lookups.keyed_table, lookups.known_title_keys, tables.refuse_changed):
        cached.cache_clear()


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return the folder for the user's own tables, which does not exist yet."""
    monkeypatch.setenv("SCHOLINT_REFERENCE", str(tmp_path / "own"))
    forget_tables()
    yield tmp_path / "own"
    forget_tables()


@pytest.fixture
def write_table(own_folder: Path) -> Callable[[str, Mapping[str, list[object]]], Path]:
    """Return a function that writes one of the user's tables, with what the manifest says of it."""

    def write(name: str, columns: Mapping[str, list[object]]) -> Path:
        own_folder.mkdir(exist_ok=True)
        frame = pl.DataFrame(columns, schema=tables.SCHEMAS[name])
        frames = {name: frame, "titles": title_keys(frame)} if name == "journals" else {name: frame}
        facts = {}
        for stem, content in frames.items():
            path = own_folder / f"{stem}.parquet"
            content.write_parquet(path)
            facts[stem] = {
                "rows": content.height,
                "as_of": "2026-11-01",
                "what": "invented",
                "licence": "CC0",
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            }
        (own_folder / "manifest.json").write_text(json.dumps(facts), "utf-8")
        return own_folder / f"{name}.parquet"

    return write
