"""The index: later runs against earlier ones, merging, and what a crash leaves."""

from __future__ import annotations

import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scholint.errors import IndexFaultError
from scholint.flows.pipeline import index, run
from scholint.flows.settings import Settings
from scholint.reports.writers import formats

DUPLICATES = Settings(select=("DUP",))
TEXT = (
    "Bakers of three towns kept a book of every loaf that came back to them unsold. We copied the books for the winter"
    " of 1911, weighed loaves of the same kinds, and asked what was done with the bread. Most of it went to farms as"
    " feed, some to the poor house, and none was thrown away. Returns fell by half once the ovens were lit later."
)
WORDS = ("books", "winter", "weighed", "farms", "feed", "thrown", "ovens", "later")


def record(number: int, text: int, word: int, title: int) -> dict[str, Any]:
    abstract = TEXT if text == 0 else " ".join(reversed(TEXT.split()))
    return {
        "id": f"r{number}",
        "title": f"On the bread of the {WORDS[title]} that came back",
        "authors": [f"Lumen, {WORDS[title]}"],
        "year": "2020",
        "doi": f"10.1000/{number % 7}" if number % 3 else f"10.2000/{number}",
        "abstract": abstract.replace(WORDS[word], "other", 1),
    }


RECORDS = st.lists(
    st.builds(record, st.integers(0, 40), st.integers(0, 1), st.integers(0, 7), st.integers(0, 7)), max_size=8
)


def write(path: Path, records: list[dict[str, Any]]) -> str:
    path.write_text("".join(json.dumps(r) + "\n" for r in records), "utf-8")
    return str(path)


def findings(paths: list[str], folder: Path | None) -> list[dict[str, Any]]:
    stream = io.StringIO()
    formats.write("jsonl", run.check(paths, DUPLICATES, index=folder), stream)
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.mark.slow
@settings(max_examples=10, suppress_health_check=list(HealthCheck))
@given(RECORDS, RECORDS, RECORDS)
def test_merged_indexes_know_what_one_run_over_both_knows(
    first: list[dict[str, Any]], second: list[dict[str, Any]], third: list[dict[str, Any]]
) -> None:
    with TemporaryDirectory() as name:
        home = Path(name)
        a, b, c = (write(home / f"{n}.jsonl", r) for n, r in zip("abc", (first, second, third), strict=True))
        findings([a], home / "A")
        findings([b], home / "B")
        whole = findings([a, b], home / "AB")
        index.merge([home / "A", home / "B"], home / "merged")
        findings([a], home / "grown")
        later = findings([b], home / "grown")
        # Records of the second source are flagged alike whether the first is read again or known by the index alone.
        by_record = {"DUP001", "DUP002"}
        assert [f for f in whole if f["source"] == b and f["rule"] in by_record] == [
            f for f in later if f["rule"] in by_record
        ]
        after = [findings([c], home / n) for n in ("AB", "merged", "grown")]
        assert after[0] == after[1] == after[2]


def test_a_later_run_is_judged_against_an_earlier_one(tmp_path: Path) -> None:
    exact = write(tmp_path / "a.jsonl", [record(2, 0, 0, 0)])
    near = write(tmp_path / "b.jsonl", [record(4, 0, 1, 5)])
    assert findings([exact], tmp_path / "index") == []
    Path(exact).unlink()
    (found,) = findings([near], tmp_path / "index")
    assert (found["rule"], found["record"], found["evidence"]["size"]) == ("DUP004", "r4", 2)


def test_a_record_that_is_read_again_is_not_a_duplicate_of_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    write(path, [record(2, 0, 0, 0)])
    assert findings([str(path)], tmp_path / "index") == []
    assert findings([str(path)], tmp_path / "index") == []
    write(path, [{**record(2, 0, 0, 0), "year": "2021"}])
    assert findings([str(path)], tmp_path / "index") == []
    other = write(tmp_path / "b.jsonl", [record(2, 0, 0, 0)])
    assert [f["rule"] for f in findings([other], tmp_path / "index")] == ["DUP001"]


def test_a_crash_while_writing_leaves_the_old_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (write(tmp_path / f"{i}.jsonl", [record(2, 0, 0, i)]) for i in (0, 1))
    findings([first], tmp_path / "index")
    before = (tmp_path / "index" / "index.json").read_text("utf-8")

    def crash(*_: Any, **__: Any) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as patch:
        patch.setattr(pl.LazyFrame, "sink_parquet", crash)
        with pytest.raises(IndexFaultError, match="no space"):
            findings([second], tmp_path / "index")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", crash)
        with pytest.raises(IndexFaultError, match="no space"):
            findings([second], tmp_path / "index")
    assert (tmp_path / "index" / "index.json").read_text("utf-8") == before
    assert [f["rule"] for f in findings([second], tmp_path / "index")] == ["DUP001"]


def test_an_index_of_other_rules_or_keys_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", [record(2, 0, 0, 0)])
    findings([path], tmp_path / "index")
    with pytest.raises(IndexFaultError, match="was built with the rules"):
        run.check([path], Settings(select=("DUP001",)), index=tmp_path / "index")
    manifest = tmp_path / "index" / "index.json"
    table = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps({**table, "scheme": "0" * 16}), "utf-8")
    with pytest.raises(IndexFaultError, match="incompatible version"):
        findings([path], tmp_path / "index")
    with pytest.raises(IndexFaultError, match="is not empty"):
        findings([path], tmp_path)
    manifest.write_text("{}", "utf-8")
    with pytest.raises(IndexFaultError, match=r"index `.*` is damaged: its `index.json` is not valid"):
        findings([path], tmp_path / "index")


def test_a_merge_says_what_is_not_an_index(tmp_path: Path) -> None:
    findings([write(tmp_path / "a.jsonl", [record(2, 0, 0, 0)])], tmp_path / "index")
    for folder, why in ((tmp_path, "is not an index: it"), (tmp_path / "a.jsonl", "is not a directory")):
        with pytest.raises(IndexFaultError, match=f"`{folder}` {why}"):
            index.merge([folder], tmp_path / "merged")
    with pytest.raises(IndexFaultError, match="is not a directory"):
        index.merge([tmp_path / "index"], tmp_path / "a.jsonl")
