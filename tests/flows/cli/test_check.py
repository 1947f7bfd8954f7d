"""The command line as its users run it: a process, its output, its exit status."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import zstandard

import scholint
from scholint.errors import ExitStatus
from scholint.flows.cli import exits
from scholint.reports.writers import formats

GOOD = {"title": "A study of tides", "doi": "10.1000/1", "year": "2020"}
BAD = {"title": "A history of bread", "doi": "10.12/5", "year": "2020"}


def run(
    *arguments: str, stdin: str = "", cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scholint", *arguments]
    # Not below the checkout: what is run is what is installed.
    return subprocess.run(
        command,
        input=stdin,
        capture_output=True,
        text=True,
        cwd=cwd or Path("/"),
        env={**os.environ, **environment},
    )


def lines(folder: Path, *records: object, name: str = "records.jsonl") -> str:
    path = folder / name
    path.write_text("".join(json.dumps(r) + "\n" for r in records), "utf-8")
    return str(path)


def test_a_clean_batch_passes(tmp_path: Path) -> None:
    done = run("check", lines(tmp_path, GOOD))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("No findings in 1 record (")
    done = run("check", lines(tmp_path, GOOD, {**GOOD, "doi": "10.1000/2"}), "--select", "DOI001")
    assert done.stdout == "No findings in 2 records (1 rule).\n"


def test_an_error_fails_the_gate_and_is_told(tmp_path: Path) -> None:
    path = lines(tmp_path, GOOD, BAD)
    done = run("check", path)
    assert done.returncode == 1
    assert f"{path}:2  10.12/5" in done.stdout
    assert "DOI001 error doi: `10.12/5` has no registrant code of 4 to 9 digits after `10.`" in done.stdout
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize(("level", "status"), [("error", 0), ("warning", 1), ("info", 1), ("never", 0)])
def test_the_gate_fails_at_the_severity_asked_for(tmp_path: Path, level: str, status: int) -> None:
    path = lines(tmp_path, {**GOOD, "doi": "https://doi.org/10.1000/1"})
    assert run("check", path, "--fail-on", level).returncode == status


def test_select_and_ignore(tmp_path: Path) -> None:
    path = lines(tmp_path, BAD)
    assert run("check", path, "--ignore", "DOI").returncode == 0
    assert run("check", path, "--select", "EMP,DAT").returncode == 0
    assert run("check", path, "--select", "doi-syntax").returncode == 1


def test_standard_input(tmp_path: Path) -> None:
    done = run("check", "-", "--format", "json", stdin=json.dumps(BAD))
    document = json.loads(done.stdout)
    assert document["summary"]["records"] == 1
    assert document["summary"]["by_rule"] == {"DOI001": 1}
    assert document["findings"][0]["source"] == "-"
    assert {row["rule"] for row in document["metrics"]} == set(document["run"]["rules"])


def test_every_format_goes_to_a_file(tmp_path: Path) -> None:
    path = lines(tmp_path, BAD)
    files = [tmp_path / f"report{ending}" for ending in (".txt", ".json", ".jsonl", ".csv", ".md", ".html")]
    done = run("check", path, "--fail-on", "never", *(f"--output={file}" for file in files))
    assert done.returncode == 0, done.stderr
    assert len(files) == len(formats.FORMATS)
    for file in files:
        assert "10.12/5" in file.read_text("utf-8"), file.suffix


def test_format_is_for_standard_output_and_output_names_its_own(tmp_path: Path) -> None:
    path = lines(tmp_path, BAD)
    page, results = tmp_path / "report.html", tmp_path / "results.txt"
    outputs = (f"--output={page}", f"--output=jsonl={results}")
    done = run("check", path, "--format", "json", *outputs)
    assert (done.returncode, done.stderr) == (1, "")
    assert json.loads(done.stdout)["summary"]["by_rule"] == {"DOI001": 1}
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")
    (finding,) = map(json.loads, results.read_text("utf-8").splitlines())
    assert finding["rule"] == "DOI001"
    # Whoever writes to files alone gets the last line.
    assert run("check", path, *outputs).stdout.count("\n") == 1


def test_nothing_is_read_or_written_where_an_output_cannot_be_written(tmp_path: Path) -> None:
    path = lines(tmp_path, MENDABLE)
    before = Path(path).read_bytes()
    outputs = ("--output", str(tmp_path / "report.html"), "--output", str(tmp_path / "no" / "report.html"))
    done = run("check", path, "--fix", "--index", str(tmp_path / "seen"), *outputs)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert Path(path).read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["records.jsonl"]


def test_a_suite_does_not_overwrite_what_is_read(tmp_path: Path) -> None:
    (tmp_path / "scholint.toml").write_text('[[thresholds]]\nrule = "DOI"\nmax_share = 0.5\n', "utf-8")
    path = tmp_path / "suite.csv"
    path.write_text("title,doi\nA study of tides,10.1000/1\n", "utf-8")
    done = run("check", str(path), "--suite", "suite.json", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "cannot write `suite.csv`: it is the same file as the source" in done.stderr


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    path = lines(tmp_path, *(BAD for _ in range(50)), {"title": ""}, 7)
    first, second = (run("check", path, "--format", "jsonl").stdout for _ in range(2))
    assert first == second
    assert first.count("\n") >= 100


def test_statistics_say_how_often_a_habit_is_told(tmp_path: Path) -> None:
    records = [{**GOOD, "doi": f"10.1000/{i}", "journal": "JOURNAL OF TIDAL RESEARCH"} for i in range(30)]
    done = run("check", lines(tmp_path, *records), "--select", "JNL008", "--statistics")
    row = next(row for row in done.stdout.splitlines() if "JNL008" in row)
    assert row.split()[0] == "30"
    assert row.endswith("30 of 30 records (100.0%); reported once")


def test_statistics_and_quiet(tmp_path: Path) -> None:
    path = lines(tmp_path, BAD)
    assert "1  DOI001" in run("check", path, "--statistics").stdout
    issns = ["03178471"], ["0317-8471 (Linking)"]
    mild = lines(tmp_path, *({**GOOD, "issns": given} for given in issns), name="mild.jsonl")
    row = next(row for row in run("check", mild, "--statistics").stdout.splitlines() if "IDN001" in row)
    assert row.split()[:3] == ["2", "IDN001", "warning"]
    assert row.endswith("; warning 1, info 1")
    assert run("check", path, "--quiet").stdout.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (["check", "--formt", "json"], 2, "--format"),
        (["check", "no-such-file.jsonl"], 3, "does not exist"),
        (["check", "no-such-*.jsonl"], 3, "no file matches"),
        (["check", "ftp://example.org/x"], 3, "valid are http"),
        (["check", "{file}", "--select", "DOI0001"], 2, "the nearest is `DOI001`"),
        (["check", "{file}", "--select", ""], 2, "received a blank"),
        (["check", "{file}", "--select", "DOI, ,TTL"], 2, "received a blank"),
        (["check", "{file}", "--ignore", "EMP,"], 2, "received a blank"),
        (["check", "{file}", "--suite", "suite.json"], 2, "[[thresholds]]"),
        (["check", "{file}", "--from", "crosref"], 2, "did you mean `crossref`"),
        (["check", "{file}", "--config", "nowhere.toml"], 2, "cannot read"),
        (["check", "{file}", "--output", "report.pdf"], 2, "expected an extension of"),
        (["check", "{file}", "--output", "no/such/folder/report.html"], 2, "a folder that does not exist"),
        (["check", "{file}", "--output", "."], 2, "expected an extension of"),
        (["check", "{file}", "--output", "json=."], 2, "it is a directory"),
        (["check", "{file}", "--output", "jsn=a.txt"], 2, "received the format `jsn`"),
        (["check", "{file}", "--output", "{file}"], 2, "it is the same file as the source"),
        (["check", "no-such-file.jsonl", "--output", "report.pdf"], 2, "expected an extension of"),
        (["check", "{file}", "--output", "json=/dev/full"], 4, "cannot write /dev/full"),
        (["flow", "run", "{file}", "--output", "jsonl={file}"], 2, "it is the same file as the source"),
        (["flow", "run", "{file}", "--output", "report.pdf"], 2, "expected an extension of"),
        (["flow", "serve", "{file}", "--output", "no/such/folder/report.html"], 2, "does not exist"),
        (["check", "{file}", "--fix-into", "x"], 2, "--fix"),
        (["flow", "run", "{file}", "--on", "elsewhere"], 2, "dask://HOST:PORT and processes:N"),
        (["check", "-", "--fix"], 2, "--fix needs files"),
        (["check", "-", "--diff"], 2, "--diff needs files"),
        (["rule", "DOI0001"], 2, "the nearest is `DOI001`"),
        (["chek"], 2, "No such command"),
    ],
)
def test_a_mistake_gets_one_sentence(
    tmp_path: Path, arguments: list[str], status: int, sentence: str
) -> None:
    file = lines(tmp_path, GOOD)
    done = run(*(a.format(file=file) for a in arguments), cwd=tmp_path)
    assert done.returncode == status
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_setting_gets_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "scholint.toml").write_text("selct = []\n", "utf-8")
    done = run("check", lines(tmp_path, GOOD), cwd=tmp_path)
    assert done.returncode == 2
    assert "did you mean `select`" in done.stderr


def test_a_missing_source_does_not_stop_the_others(tmp_path: Path) -> None:
    done = run("check", lines(tmp_path, BAD), "gone.jsonl", "--format", "json", cwd=tmp_path)
    assert done.returncode == 3
    assert "`gone.jsonl` does not exist" in done.stderr
    assert json.loads(done.stdout)["summary"]["records"] == 1


def test_a_format_of_the_users_needs_no_code(tmp_path: Path) -> None:
    (tmp_path / "scholint.toml").write_text(
        '[formats.house]\ndetect = ["sig", "ttl", "id_doi"]\n[formats.house.columns]\ntitle = "ttl"\ndoi = "id_doi"\nid = "sig"\n',
        "utf-8",
    )
    done = run("check", lines(tmp_path, {"sig": "A 1", "ttl": "T", "id_doi": "10.12/5"}), cwd=tmp_path)
    assert done.returncode == 1
    assert "A 1" in done.stdout
    assert "house" in run("formats", cwd=tmp_path).stdout


BROKEN = {
    "empty.jsonl": (b"", 0, "is empty: no records"),
    "binary.jsonl": (bytes(range(256)) * 50, 3, "the file is binary"),
    "cut.jsonl.gz": (
        gzip.compress(b'{"title": "T", "doi": "10.1000/1"}\n' * 999)[:-40],
        1,
        "gzip stream ends early",
    ),
    "bomb.jsonl.gz": (
        gzip.compress(b'{"title": "' + b"a" * (80 << 20) + b'"}\n'),
        1,
        "times its compressed size",
    ),
    "long.jsonl": (
        b'{"title": "' + b"a" * (17 << 20) + b'"}\n{"title": "T", "doi": "10.1000/1"}\n',
        1,
        "longer than 16,777,216 bytes",
    ),
    "ragged.csv": (
        b"title,doi\nA,10.1000/1\nB\nC,10.1000/2,x\n",
        1,
        "the row has 3 cells where the header has 2",
    ),
    "deep.jsonl": (
        b'{"title": "T", "doi": "10.1000/1"}\n{"title": ' + b"[" * 10_000 + b"]" * 10_000 + b"}\n",
        1,
        "nested too deep",
    ),
    "latin.jsonl": (
        '{"title": "Gr\xfc\xdfe", "doi": "10.1000/1"}\n{"title": "T", "doi": "10.1000/2"}\n'.encode(
            "latin-1"
        ),
        1,
        "looks like Latin-1",
    ),
    "page.html": (b"<!DOCTYPE html><title>404</title>", 3, "an HTML or XML page"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_bad_input_is_told_and_never_stops(tmp_path: Path, name: str) -> None:
    content, status, sentence = BROKEN[name]
    (tmp_path / name).write_bytes(content)
    done = run("check", str(tmp_path / name), "--select", "REC")
    assert done.returncode == status
    assert sentence in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


MENDABLE = {**GOOD, "doi": "https://doi.org/10.1000/1"}


def test_after_fixes_report_and_status_are_about_what_remains(tmp_path: Path) -> None:
    path = lines(tmp_path, MENDABLE, {**GOOD, "doi": "10.1000/2", "title": "Bread &amp; water"})
    assert run("check", path, "--fail-on", "warning").returncode == 1
    done = run("check", path, "--fail-on", "warning", "--fix")
    assert done.returncode == 0
    assert done.stderr == f"scholint: wrote {path}, undo with records.jsonl.undo.patch\n"
    assert "DOI002" not in done.stdout
    assert done.stdout.splitlines()[-1].startswith("Fixed 2 findings. ")
    again = run("check", path, "--fail-on", "warning", "--fix", "--format", "json")
    assert (again.returncode, json.loads(again.stdout)["run"]["mended"]) == (0, 0)


def test_what_no_fix_mends_still_fails(tmp_path: Path) -> None:
    path = lines(tmp_path, MENDABLE, BAD)
    done = run("check", path, "--fix", "--format", "json")
    document = json.loads(done.stdout)
    assert done.returncode == 1
    assert document["run"]["mended"] == 1
    assert document["summary"]["by_rule"]["DOI001"] == 1
    assert "DOI002" not in document["summary"]["by_rule"]


def test_a_fix_uncovers_what_it_hid_and_lines_are_those_of_the_fixed_file(tmp_path: Path) -> None:
    path = lines(tmp_path, GOOD, GOOD, {**BAD, "issns": ["0012-9658; 1939-9170", "0317-847"]})
    done = run("check", path, "--fix", "--select", "DUP002,IDN001", "--format", "jsonl")
    assert [(f["rule"], f["line"], f["value"]) for f in map(json.loads, done.stdout.splitlines())] == [
        ("IDN001", 2, "0317-847")
    ]
    assert done.returncode == 1


def test_a_diff_leaves_the_status_of_the_files_as_they_are(tmp_path: Path) -> None:
    path = lines(tmp_path, MENDABLE)
    done = run("check", path, "--fail-on", "warning", "--diff")
    assert done.returncode == 1
    assert done.stderr == "scholint: would mend 1 finding\n"
    assert '+{"title": "A study of tides", "doi": "10.1000/1"' in done.stdout


def test_a_file_that_cannot_be_corrected_is_told_after_the_others_were(tmp_path: Path) -> None:
    path = lines(tmp_path, MENDABLE)
    (tmp_path / "b.jsonl.zst").write_bytes(zstandard.compress(json.dumps(MENDABLE).encode()))
    done = run("check", str(tmp_path), "--fix", "--select", "DOI002", "--format", "jsonl")
    assert done.returncode == 4
    assert json.loads(Path(path).read_text("utf-8"))["doi"] == "10.1000/1"
    assert "b.jsonl.zst` cannot be corrected: fixes are written to JSON" in done.stderr
    assert [f["source"] for f in map(json.loads, done.stdout.splitlines())] == [str(tmp_path / "b.jsonl.zst")]


def test_copies_of_equal_names_are_refused_before_one_is_written(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        lines(tmp_path / name, MENDABLE)
    done = run("check", str(tmp_path), "--fix", "--fix-into", str(tmp_path / "out"))
    assert (done.returncode, (tmp_path / "out").exists()) == (2, False)
    assert "two sources are called `records.jsonl`" in done.stderr


def test_copies_are_judged_in_place_of_what_they_were_made_of(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    lines(folder, MENDABLE)
    untouched = lines(folder, {**BAD, "doi": "10.12/7"}, name="other.jsonl")
    out = folder / "out"
    arguments = ("--fix", "--fix-into", str(out), "--select", "DOI001,DOI002", "--format", "jsonl")
    done = run("check", str(folder), *arguments)
    assert [f["source"] for f in map(json.loads, done.stdout.splitlines())] == [untouched]
    assert "passed over" not in done.stderr
    assert f"nothing to mend, so not written to {out}: `{untouched}`" in done.stderr
    assert sorted(file.name for file in out.iterdir()) == ["records.jsonl", "records.jsonl.undo.patch"]
    assert json.loads((out / "records.jsonl").read_text("utf-8"))["doi"] == "10.1000/1"
    assert "https://doi.org" in (folder / "records.jsonl").read_text("utf-8")


def test_fixes_are_written_against_an_index_that_a_plain_run_made(tmp_path: Path) -> None:
    index = str(tmp_path / "index")
    earlier = lines(
        tmp_path, {"title": "A study of bread", "doi": "10.1000/2", "journal": "Food"}, name="b.jsonl"
    )
    assert run("check", earlier, "--index", index, "--fail-on", "never").returncode == 0
    path = lines(
        tmp_path, {"title": "A study of tides", "doi": "https://doi.org/10.1000/1", "issn": ["00280836"]}
    )
    found = run("check", path, "--fix", "--index", index, "--fail-on", "never")
    assert found.returncode == 0, found.stderr
    assert "0028-0836" in Path(path).read_text("utf-8")


def test_an_index_learns_the_fixed_records_alone(tmp_path: Path) -> None:
    index = str(tmp_path / "index")
    path = lines(tmp_path, GOOD, GOOD, {**GOOD, "title": "Another study", "doi": "doi:10.1000/2"})
    first = run("check", path, "--fix", "--index", index, "--select", "DUP,DOI", "--fail-on", "info")
    assert (first.returncode, first.stdout[:18]) == (0, "Fixed 2 findings. ")
    second = run("check", path, "--index", index, "--select", "DUP,DOI", "--fail-on", "info")
    assert second.returncode == 0, second.stdout


def test_a_directory_of_nothing(tmp_path: Path) -> None:
    done = run("check", str(tmp_path))
    assert done.returncode == 3
    assert "holds no file to read" in done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_no_permission(tmp_path: Path) -> None:
    path = Path(lines(tmp_path, GOOD))
    path.chmod(0)
    done = run("check", str(path))
    assert done.returncode == 3
    assert "permission denied" in done.stdout


def test_a_reader_that_leaves_is_no_error(tmp_path: Path) -> None:
    path = lines(tmp_path, *(BAD for _ in range(3000)))
    command = f"{sys.executable} -m scholint check {path} --max-findings 0 | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert done.stderr == ""


def test_check_loads_neither_prefect_nor_great_expectations(tmp_path: Path) -> None:
    script = (
        "import sys\nfrom scholint.flows.cli import main\n"
        f"try: main(['check', {lines(tmp_path, BAD)!r}])\nexcept SystemExit: pass\n"
        "print(sorted({'prefect', 'great_expectations', 'pandas', 'pandera', 'httpx', 'rich', 'jinja2', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd="/")
    assert done.stdout.splitlines()[-1] == "[]"


def test_rules_and_rule() -> None:
    listed = run("rules").stdout.splitlines()
    assert any(line.startswith("DOI001  error") for line in listed)
    page = json.loads(run("rule", "doi-syntax", "--format", "json").stdout)
    assert page["code"] == "DOI001"
    assert page["bad"]
    assert "Why it matters" in run("rule", "DOI001").stdout


def test_thresholds_decide_and_the_suite_is_saved(tmp_path: Path) -> None:
    (tmp_path / "scholint.toml").write_text(
        'fail-on = "never"\n[[thresholds]]\nrule = "DOI001"\nmax_share = 0.5\nminimum = 1\n'
        '[[thresholds]]\ncompleteness = "title"\nmin_share = 0.9\nminimum = 1000\n',
        "utf-8",
    )
    suite = tmp_path / "suite.json"
    failing = run("check", lines(tmp_path, BAD), "--suite", str(suite), cwd=tmp_path)
    assert failing.returncode == 1
    assert "threshold failed: DOI001 in at most 50.00%" in failing.stdout
    assert "threshold undecided: title filled" in failing.stdout
    assert json.loads(suite.read_text("utf-8"))["expectations"]
    passing = run("check", lines(tmp_path, BAD, GOOD), cwd=tmp_path)
    assert passing.returncode == 0, passing.stdout


def test_an_internal_error_is_not_a_failed_gate(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(exits.CommandError) as stopped, exits.exit_on_user_error():
        raise ZeroDivisionError
    assert stopped.value.exit_code == ExitStatus.INCOMPLETE
    assert "internal error (ZeroDivisionError), please report it" in stopped.value.message
    assert "Traceback" in capsys.readouterr().err


def test_a_format_found_by_a_text_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "scholint.toml").write_text(
        '[formats.house]\ndetect = "sig"\ncolumns.title = "ttl"\n', "utf-8"
    )
    done = run("check", lines(tmp_path, GOOD), cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr == "scholint: format house: received 'sig' for `detect`, valid is a list of texts\n"


def test_the_library_takes_one_path_and_one_code_as_such(tmp_path: Path) -> None:
    path = lines(tmp_path, GOOD, BAD)
    expected = scholint.check([path], select=["DOI001"]).metrics
    assert expected["violations"].to_list() == [1]
    assert scholint.check(path, select="DOI001").metrics.equals(expected)
    assert scholint.check(Path(path), ignore="IDN", select=("DOI001",)).metrics.equals(expected)


def test_a_schedule_that_is_none_is_one_sentence(tmp_path: Path) -> None:
    # An address is given, so that no server of Prefect's own starts.
    done = run("flow", "serve", str(tmp_path), "--cron", "soon", PREFECT_API_URL="http://127.0.0.1:9/api")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith(
        "scholint: received `soon` for --cron, valid are five fields"
    )
    assert "Traceback" not in done.stderr
