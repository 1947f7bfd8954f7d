"""A file-wide pattern is reported once, and so is one value in many records, in batches of any size."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scholint.flows.pipeline import run
from scholint.flows.reading.limits import Limits
from scholint.flows.settings import Settings
from scholint.reports.projection import rows, summary_line
from scholint.reports.result import Result

LIMITS: list[dict[str, int]] = [{}, {"batch_records": 7}, {"batch_records": 1}]


def written(path: Path, journals: list[str | None], **fields: Any) -> Path:
    works = (
        {"title": f"A study of tides {i}", "doi": f"10.1000/{i}", "journal": journal, **fields}
        for i, journal in enumerate(journals)
    )
    path.write_text("".join(json.dumps(work) + "\n" for work in works), "utf-8")
    return path


def checked(*paths: Path, limits: dict[str, int] | None = None, fixing: bool = False) -> Result:
    wishes = Settings(select=("JNL008", "IDN001"), limits=Limits(**limits or {}))
    return run.check([str(path) for path in paths], wishes, fixing=fixing)


def reported(result: Result) -> list[tuple[str, int, str]]:
    found = [row for frame in result.iter_findings() for row in rows(frame)]
    assert int(result.counts["findings"].sum()) == len(found)
    return [(Path(row["source"]).name, row["line"], row["message"]) for row in found]


@pytest.mark.parametrize("limits", LIMITS)
def test_a_file_wide_pattern_is_reported_once_with_its_number_and_examples(
    tmp_path: Path, limits: dict[str, int]
) -> None:
    names = [f"ANNALS OF HARBOUR {'ABCDEFGHIJKLMNOPQRSTUVWXY'[i]}" for i in range(20)]
    path = written(tmp_path / "a.jsonl", ["Annals of Tides", *names, *["Tides of Harbours"] * 4, None])
    result = checked(path, limits=limits)
    common = (
        "journal title `{0}` is all uppercase; the same in 20 of 25 records with this field, "
        "for example `{0}`, `{1}`, `{2}` (reported once for 20 findings)"
    )
    assert reported(result) == [
        (
            "a.jsonl",
            2,
            common.format(*names),
        )
    ]
    by_rule = dict(result.metrics.select("rule", "violations").rows())
    assert by_rule == {"IDN001": 0, "JNL008": 20}
    assert summary_line(result) == "Found 1 finding (1 info) in 20 of 26 records."


@pytest.mark.parametrize("limits", LIMITS)
def test_a_recurring_value_is_reported_once_and_the_rest_one_by_one(
    tmp_path: Path, limits: dict[str, int]
) -> None:
    names = ["ANNALS OF HARBOURS"] * 21 + ["ANNALS OF TIDES"] * 19 + ["Tides"] * 20
    found = reported(checked(written(tmp_path / "a.jsonl", names), limits=limits))
    assert found[0] == (
        "a.jsonl",
        1,
        "journal title `ANNALS OF HARBOURS` is all uppercase (reported once for 21 findings)",
    )
    message = "journal title `ANNALS OF TIDES` is all uppercase"
    assert found[1:] == [("a.jsonl", line, message) for line in range(22, 41)]


def test_a_few_records_are_reported_one_by_one(tmp_path: Path) -> None:
    assert len(reported(checked(written(tmp_path / "a.jsonl", ["ANNALS OF HARBOURS"] * 19)))) == 19


def test_patterns_are_of_one_file(tmp_path: Path) -> None:
    written(tmp_path / "a.jsonl", ["ANNALS OF HARBOURS"] * 30)
    written(tmp_path / "b.jsonl", ["ANNALS OF HARBOURS"] * 3)
    assert [place[:2] for place in reported(checked(tmp_path))] == [
        *(("a.jsonl", 1), ("b.jsonl", 1), ("b.jsonl", 2), ("b.jsonl", 3))
    ]


def test_the_gate_and_the_fixes_count_every_record(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", ["Tides"] * 40, issns=["03178471"])
    result = checked(path)
    assert [place[:2] for place in reported(result)] == [("a.jsonl", 1)]
    assert result.fixable == (40, 0)
    assert len(reported(checked(path, fixing=True))) == 40
    gated = Settings(select=("IDN001",), fail_on="never", thresholds=({"rule": "IDN001", "max_count": 39},))
    assert not run.check([str(path)], gated).passed
    assert not run.check([str(path)], Settings(select=("IDN001",), fail_on="info")).passed
