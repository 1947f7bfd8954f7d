"""One run of `--fix` fixes everything that can be fixed, and one patch undoes it."""

from __future__ import annotations

import gzip
import json
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scholint.checks import catalogue
from scholint.checks.contract import RECORDS
from scholint.flows.fixing import document, files, rounds
from scholint.flows.pipeline import run
from scholint.flows.reading.json_text import SpanError
from scholint.flows.reading.limits import Limits
from scholint.flows.settings import Settings
from scholint.flows.sources.arguments import Source, resolve
from tests.rules.cases import WITH_FIXES


def fix_folder(folder: Path, *, unsafe: bool = False, **more: Any) -> rounds.FixRun:
    """Fix every file of a folder in place."""
    resolved = resolve([str(folder)])
    wishes = Settings(**{"fail_on": "never", "select": WITH_FIXES, **more})

    def judged(now: list[Source]) -> Any:
        return run.check([str(folder)], wishes, resolved=replace(resolved, sources=now), fixing=True)

    with rounds.fix_rounds(resolved.sources, wishes, judged, unsafe=unsafe) as found:
        for change in found.changes():
            files.write(change)
    return found


def write(path: Path, *records: dict[str, Any]) -> bytes:
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), "utf-8")
    return path.read_bytes()


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def undo(path: Path) -> None:
    patch = path.with_name(path.name + files.UNDO)
    subprocess.run(["patch", "--binary", "--quiet", str(path), str(patch)], check=True)


WORK = {"title": "A study of tides", "doi": "10.1000/1", "year": "2020"}


def test_every_entry_of_a_list_is_fixed_in_one_run(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    authors = [f"M&uuml;ller{chr(97 + i)}, Anna" for i in range(26)]
    before = write(path, {**WORK, "authors": authors, "issns": ["AB12", "20493630", "00280836", "0012-9658"]})
    found = fix_folder(tmp_path)
    (record,) = read(path)
    assert record["authors"] == [name.replace("&uuml;", "ü") for name in authors]
    assert record["issns"] == ["AB12", "2049-3630", "0028-0836", "0012-9658"]
    # One rule's findings about one field of a record count once, as they are reported.
    assert found.applied == 2
    undo(path)
    assert path.read_bytes() == before


def test_an_entry_is_split_after_the_others_are_fixed(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", {**WORK, "issns": ["0012-9658; 1939-9170", "19399170"]})
    fix_folder(tmp_path)
    (record,) = read(tmp_path / "a.jsonl")
    assert record["issns"] == ["0012-9658", "1939-9170"]


@pytest.mark.slow
def test_what_the_limits_allow_to_be_read_is_fixed_too(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    record = json.dumps({**WORK, "doi": "doi:10.1000/1"}).encode()
    # 66 MiB of blank lines, which gzip packs a thousand times smaller.
    path.write_bytes(gzip.compress(record + b"\n" + (b" " * ((1 << 20) - 1) + b"\n") * 66, 6))
    assert fix_folder(tmp_path).refused.keys() == {str(path)}
    found = fix_folder(tmp_path, limits=Limits(expansion=100_000))
    assert (found.applied, found.refused) == (1, {})
    assert json.loads(gzip.decompress(path.read_bytes()).partition(b"\n")[0])["doi"] == "10.1000/1"


def test_two_fixes_of_one_value_and_what_a_fix_uncovers_are_written_in_one_run(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    before = write(
        path,
        {**WORK, "title": " Bread &amp;amp; water ", "doi": "doi:10.1000/1"},
        {**WORK, "title": "Bread & water", "doi": "https://doi.org/10.1000/1"},
        {**WORK, "title": "Bread & water"},
    )
    fix_folder(tmp_path)
    assert read(path) == [{**WORK, "title": "Bread & water"}]
    undo(path)
    assert path.read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.jsonl", "a.jsonl.undo.patch"]


def test_other_files_are_fixed_beside_one_that_cannot_be(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", {**WORK, "doi": "doi:10.1000/1"})
    pl.DataFrame({"title": ["Tides"], "doi": ["doi:10.1000/2"], "year": ["2020"]}).write_parquet(
        tmp_path / "b.parquet"
    )
    found = fix_folder(tmp_path)
    assert read(tmp_path / "a.jsonl") == [WORK]
    assert list(found.refused) == [str(tmp_path / "b.parquet")]
    assert "fixes are only written to JSON, CSV, and TSV files" in found.refused[str(tmp_path / "b.parquet")]


def test_a_document_that_cannot_be_followed_is_named_and_others_are_fixed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_: object) -> None:
        raise SpanError("expected a comma", 7)

    monkeypatch.setattr(document, "fixed_document", lost)
    write(tmp_path / "b.jsonl", {**WORK, "doi": "doi:10.1000/1"})
    path = tmp_path / "a.json"
    path.write_text(json.dumps([{**WORK, "doi": "doi:10.1000/2"}]), "utf-8")
    found = fix_folder(tmp_path)
    assert read(tmp_path / "b.jsonl") == [WORK]
    assert found.refused == {str(path): f"cannot fix `{path}`: expected a comma at character 7"}


def test_an_interrupted_run_has_changed_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = write(tmp_path / "a.jsonl", {**WORK, "doi": "doi:10.1000/1"})
    turns = iter([False, True])

    def interrupted(*arguments: Any, **wishes: Any) -> Any:
        if next(turns):
            raise KeyboardInterrupt
        return check(*arguments, **wishes)

    check = run.check
    monkeypatch.setattr(run, "check", interrupted)
    with pytest.raises(KeyboardInterrupt):
        fix_folder(tmp_path)
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("a.jsonl", before)]


def test_fixes_of_a_list_are_for_each_of_its_entries() -> None:
    lists = [name for name, dtype in RECORDS.schema.items() if isinstance(dtype, pl.List)]
    for rule in catalogue.catalogue().values():
        for check in rule.checks():
            if check.fix and not check.keys and check.field in lists and not check.scan.on_empty:
                assert check.scan.every_entry, rule.code


TEXT = st.lists(
    st.sampled_from(
        [
            *(
                "tides",
                "&amp;",
                "&amp;amp;",
                "MÃ¼ller",
                " ",
                "  ",
                "\u200b",
                "ﬁsh",
                "\u202e",
                "e\u0301",
                ";",
                ",",
            ),
            *("LIS", "ANNA", "Rey, B.", "and", "<i>", "</i>", "doi:", "."),
        ]
    ),
    max_size=6,
).map("".join)
RECORD = st.fixed_dictionaries(
    {"title": TEXT, "doi": TEXT.map(lambda text: f"doi:10.1000/{text}")},
    optional={
        "authors": st.lists(TEXT, max_size=4) | TEXT,
        "issns": st.lists(
            st.sampled_from(["20493630", "2049-3630", "0012-9658; 1939-9170", "0028-0836 2049-3630", "x1"]),
            max_size=4,
        ),
        "abstract": TEXT,
        "journal": TEXT,
        "pages": st.sampled_from(["1--9", "N/A", "pp. 3-4", "7"]),
    },
)


@pytest.mark.slow
@given(records=st.lists(RECORD, min_size=1, max_size=4), unsafe=st.booleans())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_second_run_changes_nothing_and_the_patch_undoes_the_first(
    tmp_path: Path, records: list[dict[str, Any]], *, unsafe: bool
) -> None:
    for file in tmp_path.iterdir():
        file.unlink()
    path = tmp_path / "a.jsonl"
    before = write(path, *records)
    found = fix_folder(tmp_path, unsafe=unsafe)
    after = path.read_bytes()
    assert fix_folder(tmp_path, unsafe=unsafe).applied == 0
    assert path.read_bytes() == after
    if found.fixed_files:
        undo(path)
    assert path.read_bytes() == before
