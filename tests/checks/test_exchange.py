"""Exchanges of keys: the same findings in memory and by bucket, and similar findings folded."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import polars as pl

from scholint.checks import catalogue, exchange
from scholint.checks.duplicates import groups, sketches
from scholint.checks.engine.engine import Engine
from tests.frames import from_examples

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

OVER_ALL = [r for r in catalogue.catalogue().values() if "batch" in r.needs]


def test_buckets_give_the_same_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Engine(OVER_ALL)
    keys = engine.check_records(from_examples(OVER_ALL)).keys
    together = engine.check_across([keys.lazy()])
    for limit in ("TOGETHER", "MARKS_TOGETHER", "HELD_BYTES"):
        monkeypatch.setattr(exchange, limit, 50)
    for limit in ("MARKS_TOGETHER", "_TEXTS_TOGETHER", "_PAIRS_AT_ONCE", "_TEXTS_AT_ONCE"):
        monkeypatch.setattr(sketches, limit, 2)
    apart = engine.check_across([part.lazy() for part in keys.iter_slices(37)])
    assert together.findings.height > 5
    assert apart.findings.equals(together.findings)
    assert apart.metrics.equals(together.metrics)


def test_similar_findings_are_reported_once_and_all_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scholint.checks.engine.folding.alike.REPORTED_SINGLY", 3)
    rule = catalogue.find("DUP001")
    records = from_examples([rule])[:1]
    frame = pl.concat(
        [
            records.with_columns(
                doi=pl.lit(f"10.1000/{i % 10}"), line=pl.lit(i + 1, pl.UInt32), id=pl.lit(f"r{i}")
            )
            for i in range(20)
        ]
    )
    engine = Engine([rule])
    checked = engine.check_across([engine.check_records(frame).keys.lazy()])
    (message,) = checked.findings["message"]
    assert message.endswith(" (reported once for 10 findings)")
    assert checked.metrics["findings"].to_list() == [10]
    assert groups.REPORTED_SINGLY > 3


def test_files_of_one_argument_are_one_source() -> None:
    rule = catalogue.find("DUP002")
    copies = from_examples([rule]).head(1).with_columns(id=pl.lit("one"))
    frame = pl.concat(
        [copies.with_columns(source=pl.lit(f"feed/{i:03}.json")) for i in range(groups.REPORTED_SINGLY + 2)]
    )
    engine = Engine([rule])
    named = dict.fromkeys(frame["source"], "feed")
    checked = engine.check_across([engine.check_records(frame).keys.lazy()], named)
    (message,) = checked.findings["message"]
    assert message.endswith(f" (reported once for {groups.REPORTED_SINGLY + 1} findings)")
    assert checked.metrics.select("source", "findings").rows() == [("feed", groups.REPORTED_SINGLY + 1)]


def test_every_copy_is_reported_for_fixes() -> None:
    rule = catalogue.find("DUP002")
    copies = from_examples([rule]).head(1).with_columns(id=pl.lit("one"))
    frame = pl.concat(
        [copies.with_columns(line=pl.lit(i + 1, pl.UInt32)) for i in range(groups.REPORTED_SINGLY + 2)]
    )
    engine = Engine([rule], fixing=True)
    checked = engine.check_across([engine.check_records(frame).keys.lazy()])
    assert checked.findings["line"].to_list() == list(range(2, groups.REPORTED_SINGLY + 3))


def test_a_plain_run_loads_no_numpy_and_no_minhash(tmp_path: Path) -> None:
    path = tmp_path / "one.jsonl"
    path.write_text('{"title": "A study of tides", "doi": "10.1000/1"}\n', "utf-8")
    code = (
        "import sys; from scholint import check; check([sys.argv[1]]);"
        "print(sorted({'numpy', 'rensa', 'dask', 'distributed', 'prefect'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
