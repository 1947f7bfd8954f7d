"""The public API: the names of `scholint`, the library call, and its types for users' type checkers."""

from __future__ import annotations

import inspect
import pickle
import subprocess
import sys
from copy import deepcopy
from pathlib import Path

import pytest

import scholint
from scholint import errors
from scholint.flows.settings import KEYS
from tests.command_line import BAD, FIXABLE, GOOD, write_records

ERRORS = [
    name for name, cls in inspect.getmembers(errors, inspect.isclass) if issubclass(cls, errors.ScholintError)
]


def test_the_public_names_are_these_and_every_error_is_among_them() -> None:
    functions = ["__version__", "check", "load_settings", "rule", "rules"]
    assert sorted(scholint.__all__) == sorted([*functions, "Result", "Rule", "Settings", *ERRORS])
    assert all(getattr(scholint, name) is not None for name in scholint.__all__)
    assert set(scholint.__all__) <= set(dir(scholint))
    with pytest.raises(AttributeError, match="has no attribute 'chek'"):
        scholint.chek  # noqa: B018 - what is tested


def test_importing_the_library_loads_none_of_its_modules() -> None:
    program = "import sys, scholint; print(*(name for name in sys.modules if 'scholint' in name or name == 'polars'))"
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert sorted(shown.split()) == ["scholint", "scholint.version"]


def test_check_takes_the_keys_of_the_configuration_file() -> None:
    names = set(inspect.signature(scholint.check).parameters)
    # The key `reference` names mirrors for `scholint reference update`.
    assert {key.replace("-", "_") for key in KEYS} - {"reference", "from"} <= names
    assert "from_" in names


def test_the_library_takes_one_path_and_one_code_without_a_list(tmp_path: Path) -> None:
    path = write_records(tmp_path, GOOD, BAD)
    expected = scholint.check([path], select=["DOI001"]).metrics
    assert expected["violations"].to_list() == [1]
    assert scholint.check(path, select="DOI001").metrics.equals(expected)
    assert scholint.check(Path(path), ignore="IDN", select=("DOI001",)).metrics.equals(expected)


def test_keyword_arguments_take_precedence_over_settings(tmp_path: Path) -> None:
    path = write_records(tmp_path, BAD)
    settings = scholint.Settings(select=("DOI001",), fail_on="never")
    assert scholint.check(path, settings=settings).passed
    assert not scholint.check(path, settings=settings, fail_on="error").passed
    mild = scholint.check(path, settings=settings, severity={"DOI": "info"})
    assert mild.by_severity() == {"error": 0, "warning": 0, "info": 1}


def test_the_settings_of_a_configuration_file_can_be_loaded(tmp_path: Path) -> None:
    file = tmp_path / "scholint.toml"
    file.write_text('fail-on = "never"\nselect = ["DOI001"]\n', "utf-8")
    settings = scholint.load_settings(file)
    assert (settings.fail_on, settings.select) == ("never", ("DOI001",))
    assert scholint.load_settings(str(file)) == settings
    assert scholint.check(write_records(tmp_path, BAD), settings=settings).passed
    with pytest.raises(scholint.ConfigurationError, match=r"missing\.toml"):
        scholint.load_settings(tmp_path / "missing.toml")


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"settings": "scholint.toml"}, scholint.ConfigurationError),
        ({"select": ["DOI9999"]}, scholint.UnknownRuleError),
        ({"fail_on": "errors"}, scholint.ConfigurationError),
        ({"rules": {"DAT003": {"months": "x"}}}, scholint.ConfigurationError),
        ({"from_": "crosref"}, scholint.FormatError),
        ({"thresholds": [{"rule": "DOI001"}]}, scholint.ThresholdError),
    ],
)
def test_a_wrong_argument_is_an_error_of_scholint_before_anything_is_read(
    tmp_path: Path, wrong: dict[str, object], error: type[scholint.ScholintError]
) -> None:
    with pytest.raises(error):
        scholint.check(write_records(tmp_path, GOOD), **wrong)  # type: ignore[arg-type]


def test_no_sources_is_one_sentence() -> None:
    with pytest.raises(
        scholint.SourceError, match="no sources, expected at least one file, directory, URL, or `-`"
    ):
        scholint.check([])


def test_the_findings_are_one_frame_and_the_same_in_parts(tmp_path: Path) -> None:
    path = write_records(tmp_path, GOOD, BAD, FIXABLE)
    result = scholint.check(path, select=["DOI001", "DOI002"], keep_records=True)
    assert result.findings.select("rule", "line").rows() == [("DOI001", 2), ("DOI002", 3)]
    assert [row for frame in result.iter_findings() for row in frame.rows()] == result.findings.rows()
    assert (result.records, result.records_with_findings, result.fixable) == (3, 2, (1, 0))
    assert result.records_at({(path, 2)})["title"].to_list() == [BAD["title"]]


def test_records_that_were_not_kept_are_an_error_and_not_an_empty_frame(tmp_path: Path) -> None:
    path = write_records(tmp_path, GOOD)
    with pytest.raises(scholint.RecordsNotKeptError, match="keep_records=True"):
        scholint.check(path, select=["DOI001"]).records_at({(path, 1)})
    assert scholint.check(path, select=["DOI001"], keep_records=True).records_at({(path, 2)}).is_empty()
    (tmp_path / "empty.jsonl").write_text("", "utf-8")
    assert (
        scholint.check(tmp_path / "empty.jsonl", keep_records=True)
        .records_at({("empty.jsonl", 1)})
        .is_empty()
    )


def test_rules_are_given_by_code_or_name() -> None:
    assert len(scholint.rules()) > 100
    assert scholint.rule("DOI001") is scholint.rule("doi-syntax")
    with pytest.raises(scholint.UnknownRuleError, match="did you mean"):
        scholint.rule("DOI0001")


def test_a_rule_is_pickled_by_its_code_and_unpickled_as_the_rule_of_the_catalogue() -> None:
    rule = scholint.rule("DOI001")
    assert pickle.loads(pickle.dumps(rule)) is rule
    assert deepcopy(rule) is rule
    # A new process has not imported the catalogue.
    program = "import pickle, sys; print(pickle.load(sys.stdin.buffer).name)"
    done = subprocess.run(
        [sys.executable, "-c", program], input=pickle.dumps(rule), capture_output=True, check=True
    )
    assert done.stdout.split() == [b"doi-syntax"]


SCRIPT = """
from pathlib import Path

import polars as pl

import scholint

try:
    result = scholint.check(["a.jsonl"], select=["DOI"], fail_on="warning", limits={"record-bytes": 1000})
except scholint.SourceError as error:
    raise SystemExit(error.exit_status) from error
number: int = result.records_with_findings
safe: int = result.fixable.safe
findings: pl.DataFrame = result.findings
frames: list[pl.DataFrame] = list(result.iter_findings())
codes: list[str] = [rule.code for rule in scholint.rules()]
settings: scholint.Settings = scholint.load_settings("scholint.toml")
scholint.check("a.jsonl", settings=scholint.load_settings(Path("scholint.toml")))
# What is wrong is found: the checker reports an ignore that ignores nothing.
scholint.check("a.jsonl", fail_on="errors")  # type: ignore[arg-type]
scholint.check("a.jsonl", selct=["DOI"])  # type: ignore[call-arg]
"""


@pytest.mark.slow
def test_a_users_script_passes_a_strict_type_checker(tmp_path: Path) -> None:
    (tmp_path / "script.py").write_text(SCRIPT, "utf-8")
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--cache-dir",
        str(Path(".mypy_cache").resolve()),
        "script.py",
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stdout
