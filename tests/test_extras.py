"""Without the extras, `check` and most commands work; what needs one says so in a sentence with the command to run."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

import scholint
from scholint import extras
from scholint.errors import MissingExtraError
from scholint.flows.cli import main

ROOT = Path(__file__).parents[1]
RECORD = {"title": "Tides of a northern coast", "doi": "doi:10.1000/1", "journal": "Tides", "year": "2020"}
THRESHOLDS = '[[thresholds]]\nrule = "DOI"\nmax_share = 0.9\n'
OF_EXTRAS = sorted(module for brought in extras.EXTRAS.values() for module in brought.modules)
WITH_EXTRAS = ("fastapi", "pandas", "pyarrow", "scipy", "sqlalchemy", "pydantic_settings")
"""What comes with the extras only: a bare environment lacks these too."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a working folder with one record, where no extra is installed."""
    for module in OF_EXTRAS:
        monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "records.jsonl").write_text(json.dumps(RECORD) + "\n", "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "needed_by", "title", "extra"),
    [
        ("check records.jsonl", "[[thresholds]]", "Great Expectations", "gate"),
        ("check records.jsonl --suite suite.json", "[[thresholds]]", "Great Expectations", "gate"),
        ("check records.jsonl --fix", "[[thresholds]]", "Great Expectations", "gate"),
        ("flow run records.jsonl", "[[thresholds]]", "Great Expectations", "gate"),
        ("flow run records.jsonl --config none.toml", "flow run", "Prefect", "flows"),
        ("flow serve records.jsonl --config none.toml", "flow serve", "Prefect", "flows"),
        ("flow run records.jsonl --config none.toml --on processes:2", "--on", "Dask", "dask"),
        ("flow run records.jsonl --config none.toml --on dask://127.0.0.1:1", "--on", "Dask", "dask"),
    ],
)
def test_a_missing_extra_is_one_sentence_with_the_command_that_installs_it(
    folder: Path, arguments: str, needed_by: str, title: str, extra: str
) -> None:
    before = (folder / "records.jsonl").read_bytes()
    (folder / "scholint.toml").write_text(THRESHOLDS, "utf-8")
    (folder / "none.toml").write_text("", "utf-8")
    done = CliRunner().invoke(main, arguments.split())
    sentence = f"{needed_by} requires {title}, which is not installed; run `pip install 'scholint[{extra}]'`"
    assert (done.exit_code, done.stdout, done.stderr) == (2, "", f"scholint: {sentence}\n")
    assert (folder / "records.jsonl").read_bytes() == before


def test_the_library_call_raises_before_any_record_is_read(folder: Path) -> None:
    with pytest.raises(MissingExtraError, match=r"pip install 'scholint\[gate\]'"):
        scholint.check(str(folder / "missing.jsonl"), thresholds=[{"rule": "DOI", "max_share": 0.1}])


def test_the_rest_works_without_any_extra(tmp_path: Path) -> None:
    (tmp_path / "records.jsonl").write_text(json.dumps(RECORD) + "\n", "utf-8")
    commands = [
        "check records.jsonl --index seen --fail-on never --output report.html",
        "check records.jsonl --select ALL --fail-on never --format json",
        "check records.jsonl --fix --select DOI",
        "rules",
        "rule DOI001",
        "formats",
        "reference",
        "index merge seen --into merged",
        "flow run --help",
    ]
    script = (
        "import sys\n"
        f"sys.modules.update(dict.fromkeys({[*OF_EXTRAS, *WITH_EXTRAS]!r}))\n"
        "from scholint.flows.cli import main\n"
        f"for command in {commands!r}:\n"
        "    try: main(command.split())\n"
        "    except SystemExit as stop: assert stop.code == 0, (command, stop.code)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "records.jsonl").read_text("utf-8"))["doi"] == "10.1000/1"


def test_every_extra_is_declared_and_all_holds_each() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    assert set(extras.EXTRAS) <= set(declared)
    assert declared["all"] == [f"scholint[{','.join(extras.EXTRAS)}]"]
