"""What arguments mean: each file once, whatever it is called."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scholint.flows.pipeline import run
from scholint.flows.settings import Settings
from scholint.flows.sources.arguments import resolve

RECORD = {"title": "A study of tides", "doi": "10.1000/1"}


@pytest.fixture(autouse=True)
def feed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder `feed` with one file, and a link to it."""
    monkeypatch.chdir(tmp_path)
    folder = Path("feed")
    folder.mkdir()
    (folder / "tides.jsonl").write_text(json.dumps(RECORD) + "\n", "utf-8")
    (folder / "to_the_tides.jsonl").symlink_to("tides.jsonl")
    Path("elsewhere").symlink_to("feed")
    return folder


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        (("feed",), "feed/tides.jsonl"),
        (("feed/*.jsonl",), "feed/tides.jsonl"),
        (("./feed", "feed"), "./feed/tides.jsonl"),
        (("elsewhere", "feed"), "elsewhere/tides.jsonl"),
        (("feed/to_the_tides.jsonl", "feed/tides.jsonl", "feed"), "feed/to_the_tides.jsonl"),
    ],
)
def test_a_file_of_several_names_is_read_once_under_the_first(arguments: tuple[str, ...], path: str) -> None:
    resolved = resolve(arguments)
    assert [(source.path, source.name) for source in resolved.sources] == [(path, arguments[0])]
    assert (resolved.notices, resolved.missing) == ([], [])
    result = run.check(arguments, Settings(select=("DUP002",)))
    assert (result.records, int(result.counts["findings"].sum())) == (1, 0)


def test_files_that_hold_the_same_are_two(feed: Path) -> None:
    (feed / "copy.jsonl").write_bytes((feed / "tides.jsonl").read_bytes())
    result = run.check(("feed", "./feed"), Settings(select=("DUP002",)))
    assert (result.records, int(result.counts["findings"].sum())) == (2, 1)


def test_standard_input_and_addresses_are_no_files() -> None:
    arguments = ("-", "https://example.org/feed", "https://example.org/./feed", "-")
    assert [source.path for source in resolve(arguments).sources] == sorted(set(arguments))
