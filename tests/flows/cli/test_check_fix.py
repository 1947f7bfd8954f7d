"""`scholint check` with --fix, --diff and --fix-into."""

from __future__ import annotations

import json
from pathlib import Path

import zstandard

from tests.command_line import BAD, FIXABLE, GOOD, run, write_records


def test_report_and_status_are_about_what_fixes_leave(tmp_path: Path) -> None:
    path = write_records(tmp_path, FIXABLE, {**GOOD, "doi": "10.1000/2", "title": "Bread &amp; water"})
    assert run("check", path, "--fail-on", "warning").exit_code == 1
    done = run("check", path, "--fail-on", "warning", "--fix")
    assert done.exit_code == 0
    assert done.stderr == f"scholint: wrote {path} (undo patch: records.jsonl.undo.patch)\n"
    assert "DOI002" not in done.stdout
    assert done.stdout.splitlines()[-1].startswith("Fixed 2 findings. ")
    again = run("check", path, "--fail-on", "warning", "--fix", "--format", "json")
    assert (again.exit_code, json.loads(again.stdout)["run"]["fixed"]) == (0, 0)


def test_findings_without_a_fix_still_fail_the_gate(tmp_path: Path) -> None:
    path = write_records(tmp_path, FIXABLE, BAD)
    done = run("check", path, "--fix", "--format", "json")
    document = json.loads(done.stdout)
    assert done.exit_code == 1
    assert document["run"]["fixed"] == 1
    assert document["summary"]["by_rule"]["DOI001"] == 1
    assert "DOI002" not in document["summary"]["by_rule"]


def test_findings_that_a_fix_uncovers_are_reported_with_lines_of_the_fixed_file(tmp_path: Path) -> None:
    path = write_records(tmp_path, GOOD, GOOD, {**BAD, "issns": ["0012-9658; 1939-9170", "0317-847"]})
    done = run("check", path, "--fix", "--select", "DUP002,IDN001", "--format", "jsonl")
    assert [(f["rule"], f["line"], f["value"]) for f in map(json.loads, done.stdout.splitlines())] == [
        ("IDN001", 2, "0317-847")
    ]
    assert done.exit_code == 1


def test_a_diff_has_the_status_of_the_unchanged_files(tmp_path: Path) -> None:
    path = write_records(tmp_path, FIXABLE)
    done = run("check", path, "--fail-on", "warning", "--diff")
    assert done.exit_code == 1
    assert done.stderr == "scholint: would fix 1 finding\n"
    assert '+{"title": "A study of tides", "doi": "10.1000/1"' in done.stdout


def test_a_file_that_cannot_be_fixed_is_reported_after_the_others_were_fixed(tmp_path: Path) -> None:
    path = write_records(tmp_path, FIXABLE)
    (tmp_path / "b.jsonl.zst").write_bytes(zstandard.compress(json.dumps(FIXABLE).encode()))
    done = run("check", str(tmp_path), "--fix", "--select", "DOI002", "--format", "jsonl")
    assert done.exit_code == 4
    assert json.loads(Path(path).read_text("utf-8"))["doi"] == "10.1000/1"
    assert "b.jsonl.zst`: fixes are only written to JSON" in done.stderr
    assert [f["source"] for f in map(json.loads, done.stdout.splitlines())] == [str(tmp_path / "b.jsonl.zst")]


def test_two_sources_of_one_name_are_refused_before_a_copy_is_written(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write_records(tmp_path / name, FIXABLE)
    done = run("check", str(tmp_path), "--fix", "--fix-into", str(tmp_path / "out"))
    assert (done.exit_code, (tmp_path / "out").exists()) == (2, False)
    assert "two sources are named `records.jsonl`" in done.stderr


def test_fixed_copies_are_checked_in_place_of_their_originals(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    write_records(folder, FIXABLE)
    untouched = write_records(folder, {**BAD, "doi": "10.12/7"}, name="other.jsonl")
    out = folder / "out"
    arguments = ("--fix", "--fix-into", str(out), "--select", "DOI001,DOI002", "--format", "jsonl")
    done = run("check", str(folder), *arguments)
    assert [f["source"] for f in map(json.loads, done.stdout.splitlines())] == [untouched]
    assert "skipped" not in done.stderr
    assert f"unchanged, so not copied to {out}: `{untouched}`" in done.stderr
    assert sorted(file.name for file in out.iterdir()) == ["records.jsonl", "records.jsonl.undo.patch"]
    assert json.loads((out / "records.jsonl").read_text("utf-8"))["doi"] == "10.1000/1"
    assert "https://doi.org" in (folder / "records.jsonl").read_text("utf-8")


def test_fixes_use_an_index_that_a_run_without_fixes_made(tmp_path: Path) -> None:
    index = str(tmp_path / "index")
    earlier = write_records(
        tmp_path, {"title": "A study of bread", "doi": "10.1000/2", "journal": "Food"}, name="b.jsonl"
    )
    assert run("check", earlier, "--index", index, "--fail-on", "never").exit_code == 0
    path = write_records(
        tmp_path, {"title": "A study of tides", "doi": "https://doi.org/10.1000/1", "issn": ["00280836"]}
    )
    found = run("check", path, "--fix", "--index", index, "--fail-on", "never")
    assert found.exit_code == 0, found.stderr
    assert "0028-0836" in Path(path).read_text("utf-8")


def test_an_index_holds_the_fixed_records_only(tmp_path: Path) -> None:
    index = str(tmp_path / "index")
    path = write_records(tmp_path, GOOD, GOOD, {**GOOD, "title": "Another study", "doi": "doi:10.1000/2"})
    first = run("check", path, "--fix", "--index", index, "--select", "DUP,DOI", "--fail-on", "info")
    assert (first.exit_code, first.stdout[:18]) == (0, "Fixed 2 findings. ")
    second = run("check", path, "--index", index, "--select", "DUP,DOI", "--fail-on", "info")
    assert second.exit_code == 0, second.stdout
