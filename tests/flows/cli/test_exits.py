"""Mistakes, missing files and internal errors: one sentence and an exit status."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scholint.errors import ExitStatus
from scholint.flows.cli import exits
from tests.command_line import FIXABLE, GOOD, run, write_records


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (["check", "--formt", "json"], 2, "--format"),
        (["check", "no-such-file.jsonl"], 3, "does not exist"),
        (["check", "no-such-*.jsonl"], 3, "no files match"),
        (["check", "ftp://example.org/x"], 3, "expected a file, a directory, or an http:// or https:// URL"),
        (["check", "{file}", "--select", "DOI0001"], 2, "did you mean `DOI001`?"),
        (["check", "{file}", "--select", ""], 2, "empty rule selector"),
        (["check", "{file}", "--select", "DOI, ,TTL"], 2, "empty rule selector"),
        (["check", "{file}", "--ignore", "EMP,"], 2, "empty rule selector"),
        (["check", "{file}", "--suite", "suite.json"], 2, "[[thresholds]]"),
        (["check", "{file}", "--from", "crosref"], 2, "did you mean `crossref`"),
        (["check", "{file}", "--config", "nowhere.toml"], 2, "cannot read `nowhere.toml`: "),
        (["check", "{file}", "--output", "report.pdf"], 2, "expected an extension of"),
        (["check", "{file}", "--output", "no/such/folder/report.html"], 2, "does not exist"),
        (["check", "{file}", "--output", "."], 2, "expected an extension of"),
        (["check", "{file}", "--output", "json=."], 2, "it is a directory"),
        (["check", "{file}", "--output", "jsn=a.txt"], 2, "unknown format `jsn`"),
        (["check", "{file}", "--output", "{file}"], 2, "it is the same file as the source"),
        (["check", "no-such-file.jsonl", "--output", "report.pdf"], 2, "expected an extension of"),
        (["check", "{file}", "--output", "json=/dev/full"], 4, "cannot write `/dev/full`"),
        (["flow", "run", "{file}", "--output", "jsonl={file}"], 2, "it is the same file as the source"),
        (["flow", "run", "{file}", "--output", "report.pdf"], 2, "expected an extension of"),
        (["flow", "serve", "{file}", "--output", "no/such/folder/report.html"], 2, "does not exist"),
        (["check", "{file}", "--fix-into", "x"], 2, "--fix"),
        (["check", "{file}", "--fix", "--fix-into", "{file}"], 2, "`{file}` is not a directory"),
        (["index", "merge", "nope", "--into", "merged"], 2, "scholint: `nope` does not exist"),
        (["flow", "run", "{file}", "--on", "elsewhere"], 2, "dask://HOST:PORT or processes:N"),
        (["check", "-", "--fix"], 2, "--fix requires files"),
        (["check", "-", "--diff"], 2, "--diff requires files"),
        (["rule", "DOI0001"], 2, "did you mean `DOI001`?"),
        (["chek"], 2, "No such command"),
    ],
)
def test_a_mistake_gets_one_sentence(
    tmp_path: Path, arguments: list[str], status: int, sentence: str
) -> None:
    file = write_records(tmp_path, GOOD)
    done = run(*(a.format(file=file) for a in arguments), cwd=tmp_path)
    assert done.exit_code == status
    assert sentence.replace("{file}", file) in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_setting_gets_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "scholint.toml").write_text("selct = []\n", "utf-8")
    done = run("check", write_records(tmp_path, GOOD), cwd=tmp_path)
    assert done.exit_code == 2
    assert "did you mean `select`" in done.stderr


def test_a_wrong_format_declaration_gets_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "scholint.toml").write_text(
        '[formats.press]\ndetect = "sig"\ncolumns.title = "ttl"\n', "utf-8"
    )
    done = run("check", write_records(tmp_path, GOOD), cwd=tmp_path)
    assert done.exit_code == 2
    assert (
        done.stderr
        == "scholint: format press: invalid value 'sig' for `detect`, expected a list of strings\n"
    )


@pytest.mark.slow  # imports Prefect
def test_a_wrong_schedule_gets_one_sentence(tmp_path: Path) -> None:
    # An address is given, so that no server of Prefect's own starts.
    done = run("flow", "serve", str(tmp_path), "--cron", "soon", PREFECT_API_URL="http://127.0.0.1:9/api")
    assert done.exit_code == 2
    assert done.stderr.splitlines()[-1].startswith(
        "scholint: invalid value `soon` for --cron, expected five fields"
    )
    assert "Traceback" not in done.stderr


def test_an_output_that_cannot_be_written_stops_the_run_before_it_starts(tmp_path: Path) -> None:
    path = write_records(tmp_path, FIXABLE)
    before = Path(path).read_bytes()
    outputs = ("--output", str(tmp_path / "report.html"), "--output", str(tmp_path / "no" / "report.html"))
    done = run("check", path, "--fix", "--index", str(tmp_path / "seen"), *outputs)
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert Path(path).read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["records.jsonl"]


def test_a_suite_does_not_overwrite_a_source(tmp_path: Path) -> None:
    (tmp_path / "scholint.toml").write_text('[[thresholds]]\nrule = "DOI"\nmax_share = 0.5\n', "utf-8")
    path = tmp_path / "suite.csv"
    path.write_text("title,doi\nA study of tides,10.1000/1\n", "utf-8")
    done = run("check", str(path), "--suite", "suite.json", cwd=tmp_path)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "cannot write `suite.csv`: it is the same file as the source" in done.stderr


def test_an_empty_directory_is_incomplete(tmp_path: Path) -> None:
    done = run("check", str(tmp_path))
    assert done.exit_code == 3
    assert "contains no supported files" in done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_file_without_read_permission_is_incomplete(tmp_path: Path) -> None:
    path = Path(write_records(tmp_path, GOOD))
    path.chmod(0)
    done = run("check", str(path))
    assert done.exit_code == 3
    assert "permission denied" in done.stdout


def test_an_internal_error_is_not_a_failed_gate(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(exits.CommandError) as stopped, exits.exit_on_user_error():
        raise ZeroDivisionError
    assert stopped.value.exit_code == ExitStatus.INCOMPLETE
    assert "internal error (ZeroDivisionError), please report it" in stopped.value.message
    assert "Traceback" in capsys.readouterr().err
