"""Report files: what `--output` takes, and which paths are refused before a source is read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scholint.errors import OutputError, UnknownFormatError
from scholint.flows.pipeline import report_files
from scholint.flows.pipeline.report_files import ReportFile
from scholint.flows.sources.arguments import Source


@pytest.mark.parametrize(
    ("output", "form", "file"),
    [
        ("report.html", "html", "report.html"),
        ("out/Report.JSON", "json", "out/Report.JSON"),
        ("json=results.txt", "json", "results.txt"),
        ("html=a=b.txt", "html", "a=b.txt"),
        ("json=results", "json", "results"),
        # An equals sign in a file's name, as partitioned folders have it.
        ("./a=b.csv", "csv", "./a=b.csv"),
        ("runs/day=3/report.md", "markdown", "runs/day=3/report.md"),
        ("n3=b.csv", "csv", "n3=b.csv"),
    ],
)
def test_a_format_is_named_or_follows_from_the_ending(output: str, form: str, file: str) -> None:
    assert report_files.parse([output]) == [ReportFile(form, Path(file))]


@pytest.mark.parametrize("output", ["jsn=a.txt", "JSON=a.txt", "json=", "json=-", "-", ""])
def test_what_names_no_format_or_no_file_is_refused(output: str) -> None:
    with pytest.raises(OutputError, match=r"unknown format|no file"):
        report_files.parse([output])


def test_an_unknown_ending_is_refused() -> None:
    with pytest.raises(UnknownFormatError, match=r"expected an extension of .*--output json=report\.pdf"):
        report_files.parse(["report.pdf"])


def refusal(*paths: Path, sources: tuple[Path | str, ...] = ()) -> str:
    read = [Source(path=str(path), name="") for path in sources]
    check = report_files.refuse_sources if sources else lambda paths, _: report_files.refuse_unwritable(paths)
    with pytest.raises(OutputError) as caught:
        check(paths, read)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_path_where_no_file_can_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert refusal(tmp_path).endswith("it is a directory")
    assert refusal(tmp_path / "no" / "a.json").endswith("does not exist")
    assert refusal(tmp_path / "file" / "a.json").endswith("is not a directory")
    assert refusal(tmp_path / ("a" * 300 + ".json")).endswith("file name too long")
    (tmp_path / "link.json").symlink_to(tmp_path / "no" / "a.json")
    assert "does not exist" in refusal(tmp_path / "link.json")


def test_what_is_read_only_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Nothing is read-only for root, who may run the tests.
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    (tmp_path / "old.json").touch()
    assert refusal(tmp_path / "old.json").endswith("old.json`: it is not writable")
    assert refusal(tmp_path / "new.json").endswith(f"the directory `{tmp_path}` is not writable")


def test_two_outputs_to_one_file_are_refused(tmp_path: Path) -> None:
    new, old = tmp_path / "new.json", tmp_path / "old.json"
    old.touch()
    (tmp_path / "link.json").symlink_to(old)
    (tmp_path / "hard.json").hardlink_to(old)
    (tmp_path / "to_new.json").symlink_to(new)
    pairs = [(new, new), (new, tmp_path / "to_new.json"), (old, tmp_path / "link.json")]
    for first, second in [*pairs, (old, tmp_path / "hard.json")]:
        assert refusal(first, second) == (
            f"cannot write `{second}`: another output goes to the same file, `{first}`"
        )
    report_files.refuse_unwritable([new, old, Path("/dev/null"), Path("/dev/null")])


def test_an_output_that_is_a_source_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "records.jsonl"
    source.touch()
    (tmp_path / "link.jsonl").symlink_to(source)
    (tmp_path / "hard.jsonl").hardlink_to(source)
    for name in ("records.jsonl", "link.jsonl", "hard.jsonl"):
        assert refusal(tmp_path / name, sources=(tmp_path / "gone.jsonl", source)).endswith(
            f"it is the same file as the source `{source}`"
        )
    urls = [Source(path="https://example.org/records.jsonl", name="")]
    report_files.refuse_sources([source, tmp_path / "new.jsonl"], urls)


def test_an_output_that_is_standard_input_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    path.touch()
    held = os.dup(0)
    with path.open() as file:
        os.dup2(file.fileno(), 0)
    try:
        assert refusal(path, sources=("-",)).endswith("it is the same file as standard input")
    finally:
        os.dup2(held, 0)
        os.close(held)
