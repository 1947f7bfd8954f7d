"""The files of the reference tables: where they are, and which are refused."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest

from scholint.checks.reference import tables
from scholint.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Callable

FACTS = {"rows": 1, "as_of": "2026-11-01", "what": "invented", "licence": "CC0"}


def test_the_users_folder_is_the_one_that_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SCHOLINT_REFERENCE", "~/tables")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert tables.user_folder() == tmp_path / "tables"
    monkeypatch.delenv("SCHOLINT_REFERENCE")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert tables.user_folder() == tmp_path / "data" / "scholint" / "reference"
    monkeypatch.delenv("XDG_DATA_HOME")
    assert tables.user_folder() == tmp_path / ".local" / "share" / "scholint" / "reference"


def test_a_file_in_place_of_the_users_folder_is_refused(own_folder: Path) -> None:
    assert tables.folders() == [tables.INSTALLED, own_folder]
    own_folder.write_text("", "utf-8")
    with pytest.raises(TableError, match="is not a directory"):
        tables.folders()


@pytest.mark.parametrize(
    "content", ["[]", "{", '{"journals": {}}', json.dumps({"journals": {**FACTS, "rows": "1"}})]
)
def test_facts_that_lack_what_every_table_has_are_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "manifest.json"
    assert tables.read_facts(path) == {}
    path.write_text(json.dumps({"journals": FACTS}), "utf-8")
    assert tables.read_facts(path) == {"journals": FACTS}
    path.write_text(content, "utf-8")
    with pytest.raises(TableError, match="cannot read reference table"):
        tables.read_facts(path)


def test_the_manifest_lists_the_users_tables_last(write_table: Callable[..., Path], own_folder: Path) -> None:
    path = write_table("prefixes", {"prefix": ["10.99999"], "registrants": ["Quay Press"]})
    listed = tables.manifest()
    assert list(listed)[-1] == "prefixes (user)"
    assert listed["prefixes (user)"]["path"] == str(path)


def test_the_users_rows_replace_those_installed(write_table: Callable[..., Path]) -> None:
    installed = tables.table("prefixes")
    prefix = installed["prefix"][0]
    tables.table.cache_clear()
    write_table("prefixes", {"prefix": [prefix, "10.0001"], "registrants": ["Quay Press", ""]})
    both = tables.table("prefixes")
    assert both.height == installed.height + 1
    assert both.head(2).rows() == [(prefix, "Quay Press"), ("10.0001", "")]
    assert both["prefix"].is_unique().all()


def test_a_table_is_read_for_some_keys(write_table: Callable[..., Path]) -> None:
    path = write_table("prefixes", {"prefix": ["10.1000", "10.2000"], "registrants": ["A", "B"]})
    assert tables.read_table(path, "prefixes", ["10.2000"]).rows() == [("10.2000", "B")]
    with pytest.raises(TableError, match="expected the columns issn, titles, publisher"):
        tables.read_table(path, "journals")


def test_a_table_that_changed_is_refused(write_table: Callable[..., Path]) -> None:
    path = write_table("prefixes", {"prefix": ["10.1000"], "registrants": ["A"]})
    tables.refuse_changed(path)
    tables.refuse_changed.cache_clear()
    pl.DataFrame({"prefix": ["10.1000"], "registrants": ["B"]}).write_parquet(path)
    with pytest.raises(TableError, match="was changed after it was written"):
        tables.refuse_changed(path)
    path.unlink()
    with pytest.raises(TableError, match="No such file"):
        tables.refuse_changed(path)


def test_a_table_of_no_manifest_is_refused(own_folder: Path) -> None:
    own_folder.mkdir()
    path = own_folder / "prefixes.parquet"
    tables.refuse_unknown(path)
    path.write_bytes(b"")
    with pytest.raises(TableError, match="is missing from the manifest"):
        tables.refuse_unknown(path)


def test_a_file_is_untouched_with_its_size_and_the_time_of_its_change(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    assert not tables.is_untouched(path, {})
    path.write_bytes(b"abc")
    facts = {"bytes": 3, "changed": path.stat().st_mtime_ns}
    assert tables.is_untouched(path, facts)
    assert not tables.is_untouched(path, {**facts, "bytes": 4})
    os.utime(path, ns=(0, 0))
    assert not tables.is_untouched(path, facts)
