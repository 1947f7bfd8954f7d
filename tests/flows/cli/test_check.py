"""`scholint check`: findings, the gate, reports and statistics."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from scholint.reports.writers import formats
from tests.command_line import BAD, GOOD, run, write_records

if TYPE_CHECKING:
    from pathlib import Path


def test_a_clean_batch_passes(tmp_path: Path) -> None:
    done = run("check", write_records(tmp_path, GOOD))
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("No findings in 1 record (")
    done = run("check", write_records(tmp_path, GOOD, {**GOOD, "doi": "10.1000/2"}), "--select", "DOI001")
    assert done.stdout == "No findings in 2 records (1 rule).\n"


def test_an_error_is_reported_and_fails_the_gate(tmp_path: Path) -> None:
    path = write_records(tmp_path, GOOD, BAD)
    done = run("check", path)
    assert done.exit_code == 1
    assert f"{path}:2  10.12/5" in done.stdout
    assert (
        "DOI001 error doi: DOI `10.12/5` has no registrant code of 4 to 9 digits after `10.`" in done.stdout
    )
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize(("level", "status"), [("error", 0), ("warning", 1), ("info", 1), ("never", 0)])
def test_the_gate_fails_from_the_given_severity(tmp_path: Path, level: str, status: int) -> None:
    path = write_records(tmp_path, {**GOOD, "doi": "https://doi.org/10.1000/1"})
    assert run("check", path, "--fail-on", level).exit_code == status


def test_select_and_ignore(tmp_path: Path) -> None:
    path = write_records(tmp_path, BAD)
    assert run("check", path, "--ignore", "DOI").exit_code == 0
    assert run("check", path, "--select", "EMP,DAT").exit_code == 0
    assert run("check", path, "--select", "doi-syntax").exit_code == 1


def test_standard_input(tmp_path: Path) -> None:
    done = run("check", "-", "--format", "json", stdin=json.dumps(BAD))
    document = json.loads(done.stdout)
    assert document["summary"]["records"] == 1
    assert document["summary"]["by_rule"] == {"DOI001": 1}
    assert document["findings"][0]["source"] == "-"
    assert {row["rule"] for row in document["metrics"]} == set(document["run"]["rules"])


def test_every_format_goes_to_a_file(tmp_path: Path) -> None:
    path = write_records(tmp_path, BAD)
    files = [tmp_path / f"report{ending}" for ending in (".txt", ".json", ".jsonl", ".csv", ".md", ".html")]
    done = run("check", path, "--fail-on", "never", *(f"--output={file}" for file in files))
    assert done.exit_code == 0, done.stderr
    assert len(files) == len(formats.FORMATS)
    for file in files:
        assert "10.12/5" in file.read_text("utf-8"), file.suffix


def test_format_is_for_standard_output_and_output_names_its_own(tmp_path: Path) -> None:
    path = write_records(tmp_path, BAD)
    page, results = tmp_path / "report.html", tmp_path / "results.txt"
    outputs = (f"--output={page}", f"--output=jsonl={results}")
    done = run("check", path, "--format", "json", *outputs)
    assert (done.exit_code, done.stderr) == (1, "")
    assert json.loads(done.stdout)["summary"]["by_rule"] == {"DOI001": 1}
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")
    (finding,) = map(json.loads, results.read_text("utf-8").splitlines())
    assert finding["rule"] == "DOI001"
    # Whoever writes to files alone gets the last line.
    assert run("check", path, *outputs).stdout.count("\n") == 1


def test_statistics_say_how_often_a_pattern_is_reported(tmp_path: Path) -> None:
    records = [{**GOOD, "doi": f"10.1000/{i}", "journal": "JOURNAL OF TIDAL RESEARCH"} for i in range(30)]
    done = run("check", write_records(tmp_path, *records), "--select", "JNL008", "--statistics")
    row = next(row for row in done.stdout.splitlines() if "JNL008" in row)
    assert row.split()[0] == "30"
    assert row.endswith("30 of 30 records (100.0%); reported once")


def test_statistics_and_quiet(tmp_path: Path) -> None:
    path = write_records(tmp_path, BAD)
    assert "1  DOI001" in run("check", path, "--statistics").stdout
    issns = ["03178471"], ["0317-8471 (Linking)"]
    mild = write_records(tmp_path, *({**GOOD, "issns": given} for given in issns), name="mild.jsonl")
    row = next(row for row in run("check", mild, "--statistics").stdout.splitlines() if "IDN001" in row)
    assert row.split()[:3] == ["2", "IDN001", "warning"]
    assert row.endswith("; warning 1, info 1")
    assert run("check", path, "--quiet").stdout.count("\n") == 1


def test_a_missing_source_does_not_stop_the_others(tmp_path: Path) -> None:
    done = run("check", write_records(tmp_path, BAD), "gone.jsonl", "--format", "json", cwd=tmp_path)
    assert done.exit_code == 3
    assert "`gone.jsonl` does not exist" in done.stderr
    assert json.loads(done.stdout)["summary"]["records"] == 1


def test_a_user_declares_a_format_in_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "scholint.toml").write_text(
        '[formats.local]\ndetect = ["sig", "ttl", "id_doi"]\n[formats.local.columns]\ntitle = "ttl"\ndoi = "id_doi"\nid = "sig"\n',
        "utf-8",
    )
    done = run(
        "check", write_records(tmp_path, {"sig": "A 1", "ttl": "T", "id_doi": "10.12/5"}), cwd=tmp_path
    )
    assert done.exit_code == 1
    assert "A 1" in done.stdout
    assert "local" in run("formats", cwd=tmp_path).stdout


@pytest.mark.slow  # imports Great Expectations
def test_thresholds_decide_and_the_suite_is_saved(tmp_path: Path) -> None:
    (tmp_path / "scholint.toml").write_text(
        'fail-on = "never"\n[[thresholds]]\nrule = "DOI001"\nmax_share = 0.5\nminimum = 1\n'
        '[[thresholds]]\ncompleteness = "title"\nmin_share = 0.9\nminimum = 1000\n',
        "utf-8",
    )
    suite = tmp_path / "suite.json"
    failing = run("check", write_records(tmp_path, BAD), "--suite", str(suite), cwd=tmp_path)
    assert failing.exit_code == 1
    assert (
        "threshold failed: DOI001 violated by at most 50.00% of records (observed 100.00%) in"
        in failing.stdout
    )
    assert "threshold undecided: title filled" in failing.stdout
    assert json.loads(suite.read_text("utf-8"))["expectations"]
    passing = run("check", write_records(tmp_path, BAD, GOOD), cwd=tmp_path)
    assert passing.exit_code == 0, passing.stdout
