"""A field that no record of a source has is reported once, in batches of any size."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scholint.checks.engine.folding.fold import MIN_RECORDS
from scholint.flows.pipeline import finish, part, run
from scholint.flows.reading.limits import Limits
from scholint.flows.settings import Settings
from scholint.flows.sources import arguments
from scholint.reports.projection import summary_line

PATTERN = "abstract is empty; the same in all {} records of this source (reported once for {} findings)"


def written(folder: Path, name: str, count: int, *, with_abstract: int | None = None, **fields: Any) -> Path:
    """Write articles; the one at `with_abstract` alone has one."""
    path = folder / name
    path.write_text(
        "".join(
            json.dumps(
                {
                    "title": f"A study of tides {i}",
                    "doi": f"10.1000/{i}",
                    "journal": "Tides",
                    "abstract": "We measured." if i == with_abstract else None,
                    **fields,
                }
            )
            + "\n"
            for i in range(count)
        ),
        "utf-8",
    )
    return path


def reported(
    *paths: Path, select: tuple[str, ...] = ("EMP004",), **limits: int
) -> list[tuple[str, int, str]]:
    result = run.check([str(path) for path in paths], Settings(select=select, limits=Limits(**limits)))
    found = [row for frame in result.iter_findings() for row in frame.to_dicts()]
    assert int(result.counts["findings"].sum()) == len(found)
    return [(Path(row["source"]).name, row["line"], row["message"]) for row in found]


@pytest.mark.parametrize("limits", [{}, {"batch_records": 7}, {"batch_records": 1}])
def test_a_field_that_no_record_has_is_reported_once(tmp_path: Path, limits: dict[str, int]) -> None:
    path = written(tmp_path, "a.jsonl", 30)
    assert reported(path, **limits) == [("a.jsonl", 1, PATTERN.format(30, 30))]


@pytest.mark.parametrize("limits", [{}, {"batch_records": 7}])
def test_if_one_record_has_the_field_every_other_record_is_reported(
    tmp_path: Path, limits: dict[str, int]
) -> None:
    path = written(tmp_path, "a.jsonl", 30, with_abstract=29)
    found = reported(path, **limits)
    assert len(found) == 29
    assert {message for _, _, message in found} == {"abstract is empty"}


@pytest.mark.parametrize(
    ("count", "findings"), [(1, 1), (MIN_RECORDS - 1, MIN_RECORDS - 1), (MIN_RECORDS, 1)]
)
def test_a_few_records_are_reported_one_by_one(tmp_path: Path, count: int, findings: int) -> None:
    assert len(reported(written(tmp_path, "a.jsonl", count))) == findings


def test_each_source_is_counted_separately(tmp_path: Path) -> None:
    without = written(tmp_path, "a.jsonl", 25)
    others = written(tmp_path, "b.jsonl", 25, with_abstract=0)
    found = reported(without, others, batch_records=40)
    assert [(name, line) for name, line, _ in found] == [
        ("a.jsonl", 1),
        *(("b.jsonl", i) for i in range(2, 26)),
    ]


def test_a_single_finding_is_not_changed(tmp_path: Path) -> None:
    # Editorials need no abstract.
    path = written(tmp_path, "a.jsonl", 30, type="editorial")
    one = json.dumps({"title": "A study", "doi": "10.1000/x", "journal": "Tides", "abstract": None})
    path.write_text(path.read_text("utf-8") + one + "\n", "utf-8")
    assert reported(path) == [("a.jsonl", 31, "abstract is empty")]


def test_metrics_and_gate_count_every_record(tmp_path: Path) -> None:
    path = written(tmp_path, "a.jsonl", 30, authors=[])
    result = run.check([str(path)], Settings(select=("EMP003",), fail_on="warning"))
    assert not result.passed
    assert result.metrics.select("violations", "findings").row(0) == (30, 30)
    assert result.by_severity() == {"error": 0, "warning": 1, "info": 0}
    assert summary_line(result) == "Found 1 finding (1 warning) in 30 of 30 records."


def test_whole_input_rules_are_reported_once(tmp_path: Path) -> None:
    path = written(tmp_path, "a.jsonl", 30, doi=None)
    assert reported(path, select=("EMP002",)) == [
        (
            "a.jsonl",
            1,
            "DOI is empty; the same in all 30 records of this source (reported once for 30 findings)",
        )
    ]


def test_a_saved_part_keeps_the_counts(tmp_path: Path) -> None:
    path = written(tmp_path, "a.jsonl", 30)
    settings = Settings(select=("EMP004",))
    engine = run.engine_of(settings)
    chosen = arguments.resolve([str(path)]).sources
    run.check_sources(chosen, settings, engine).save(tmp_path / "part")
    result = finish.finish([part.PartialResult.load(tmp_path / "part")], settings, engine)
    assert [frame["message"].to_list() for frame in result.iter_findings()] == [[PATTERN.format(30, 30)]]
