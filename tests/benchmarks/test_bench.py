"""The benchmark harness: outcomes that do not depend on the place, pairs, and when a run is slower."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import pytest

from scholint.flows.pipeline import run
from scholint.flows.settings import Settings
from scholint.reports.writers import formats

HOME = Path(__file__).parents[2] / "benchmarks"
sys.path.insert(0, str(HOME))

import bench  # noqa: E402 - the benchmarks are scripts, not a package
import bench_check  # noqa: E402 - the same
import speed  # noqa: E402 - the same
from speed import Cost, Outcome, Ratio  # noqa: E402 - the same

sys.path.remove(str(HOME))


def outcome(folder: Path, *lines: str) -> Outcome:
    folder.mkdir()
    (folder / "r.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    result = run.check([str(folder / "r.jsonl")], Settings(select=("DOI",)))
    stream = io.StringIO()
    formats.write("json", result, stream)
    return speed.summarized(io.StringIO(stream.getvalue()))


def test_the_outcome_is_the_same_in_another_folder(tmp_path: Path) -> None:
    lines = ['{"title": "A", "doi": "doi:10.1000/1"}', '{"title": "B", "doi": "10.12/1"}']
    here, there = outcome(tmp_path / "a", *lines), outcome(tmp_path / "b", *lines)
    assert here == there
    assert (here.records, here.findings) == (2, 2)


def test_the_outcome_differs_with_the_findings(tmp_path: Path) -> None:
    one = outcome(tmp_path / "a", '{"title": "A", "doi": "doi:10.1000/1"}')
    other = outcome(tmp_path / "b", '{"title": "A", "doi": "doi:10.1000/2"}')
    assert (one.findings, one.records) == (other.findings, other.records)
    assert one.digest != other.digest


def test_a_report_without_findings_has_an_outcome(tmp_path: Path) -> None:
    found = outcome(tmp_path / "a", '{"title": "A", "doi": "10.1000/1"}')
    assert (found.records, found.findings) == (1, 0)


def test_what_is_compared_runs_in_turn() -> None:
    order: list[str] = []

    def side(name: str) -> Any:
        return lambda: order.append(name) or Cost(1.0 if name == "a" else 2.0, 0)

    pairs = speed.in_pairs(side("a"), side("b"), pairs=3)
    assert "".join(order) == "ab" + "ab" + "ba" + "ab"
    assert {(first.seconds, second.seconds) for first, second in pairs} == {(1.0, 2.0)}


def test_the_interval_leaves_out_one_outlier_on_each_side() -> None:
    ratio = Ratio.of([(n, 1) for n in (9.0, 1.0, 1.1, 1.2, 1.3, 1.4, 0.1)])
    assert ratio == Ratio(1.2, 1.0, 1.4)


@pytest.mark.parametrize(("low", "slower"), [(1.06, True), (1.04, False), (0.9, False)])
def test_slower_is_an_interval_above_five_percent(low: float, *, slower: bool) -> None:
    assert bench_check.is_slower(Ratio(1.2, low, 1.3)) is slower


def test_other_findings_with_one_thread_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = {1: Outcome(1, 2, "a"), None: Outcome(1, 3, "b")}
    monkeypatch.setattr(bench, "outcome", lambda _path, _tree, _home, threads: found[threads])
    with pytest.raises(SystemExit, match=r"3 b, but .* 2 a with one thread"):
        bench.verified(tmp_path / "records.jsonl", tmp_path)
    found[None] = found[1]
    assert bench.verified(tmp_path / "records.jsonl", tmp_path) == found[1]


def test_the_history_has_the_columns_that_are_written() -> None:
    assert bench.HISTORY.read_text("utf-8").splitlines()[0] == ",".join(bench.COLUMNS)
