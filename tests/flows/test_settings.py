"""Configuration: found upwards, read strictly, wrong in one clear sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

import scholint
from scholint.errors import ConfigurationError
from scholint.flows import settings
from scholint.flows.network.limits import FetchLimits
from scholint.flows.reading.limits import Limits
from scholint.flows.settings import Settings


def write(folder: Path, text: str, name: str = "scholint.toml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_the_nearest_one_upwards_wins(tmp_path: Path) -> None:
    write(tmp_path, "", "scholint.toml")
    near = write(tmp_path / "a", "[tool.scholint]\n", "pyproject.toml")
    (tmp_path / "a" / "b").mkdir()
    assert settings.discover(tmp_path / "a" / "b") == near


def test_a_pyproject_without_a_word_on_scholint_is_passed_by(tmp_path: Path) -> None:
    far = write(tmp_path, "")
    write(tmp_path / "a", "[project]\nname = 'x'\n", "pyproject.toml")
    assert settings.discover(tmp_path / "a") == far


def test_everything_is_read(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """
        select = ["DOI"]
        ignore = ["DOI008"]
        fail-on = "warning"
        from = "crossref"
        [severity]
        DOI001 = "info"
        [limits]
        record-bytes = 1000
        [http]
        hosts = ["*.example.org"]
        [[thresholds]]
        rule = "DOI001"
        max_share = 0.1
        """,
    )
    assert settings.load(path) == Settings(
        path=str(path),
        select=("DOI",),
        ignore=("DOI008",),
        fail_on="warning",
        source_format="crossref",
        severities={"DOI001": "info"},
        limits=Limits(record_bytes=1000),
        http=FetchLimits(hosts=("*.example.org",)),
        thresholds=({"rule": "DOI001", "max_share": 0.1},),
    )


def test_without_a_file_the_defaults_hold() -> None:
    assert settings.load(None) == Settings()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[rules.DAT]", "`DAT` is a family, expected one rule, such as DAT001"),
        ("selct = []", "`selct`.*did you mean `select`"),
        ('select = "DOI"', "list of codes"),
        ('select = ["DOI9999"]', "unknown rule `DOI9999`"),
        ('fail-on = "errors"', "did you mean `error`"),
        ("[severity]\nDOI001 = 'bad'", "expected one of error, warning, info"),
        ("[rules.DOI001]\nx = 1", "no options"),
        ("thresholds = 1", "array of tables"),
        ("limits = 1", "expected a table"),
        (
            "[rules.DAT003]\nmonths = 'x'",
            "invalid value 'x' for option `months` of DAT003, expected an integer",
        ),
        ("[rules.DAT003]\nmonths = true", "invalid value true for option `months`"),
        ("[rules.DAT003]\nmonths = -1", "expected 0 or more"),
        ("[rules.DAT003]\ntoday = 'soon'", "invalid options for DAT003: invalid value 'soon' for `today`"),
        ("[rules.DAT003]\ntoday = 3", "invalid options for DAT003: invalid value 3 for `today`"),
        ("[rules.DAT003]\ntoday = 2020-01-01", "invalid value 2020-01-01 for `today`, expected a string"),
        ("[rules.JNL006]\npatterns = 'x'", "invalid options for JNL006: invalid value 'x' for `patterns`"),
        ("[rules.JNL006.patterns]\n'10.1000/1' = 3", "for `patterns`, expected a table of strings"),
        ("fail-on = true", "invalid fail-on `true`"),
        ("[[thresholds]]\nrule = 'DOI'\nmax_share = true", "invalid value `true` for `max_share`"),
        ("[limits]\nrecord-byte = 1", "did you mean `record-bytes`"),
        ("[limits]\nrecord-bytes = 'x'", "`limits.record-bytes`, expected an integer"),
        ("[limits]\nrecord-bytes = -1", "`limits.record-bytes`, expected 1 or more"),
        ("[limits]\nrecord-bytes = 0", "expected 1 or more"),
        ("[http]\nhosts = 'example.org'", "expected a list of strings"),
        ("[http]\nhosts = [1]", "expected a list of strings"),
        ("[http]\nread-seconds = '1'", "expected a number"),
        ("from = 3", "invalid value 3 for `from`, expected a string"),
        ("thresholds = [3]", "array of tables"),
        ("[formats]\npress = 3", r"expected a table: \[formats.press\]"),
        ("[reference]\nnlm = 3", "expected an http:// or https:// URL"),
        ("= =", "not valid TOML"),
    ],
)
def test_a_wrong_setting_is_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(ConfigurationError, match=sentence) as caught:
        settings.load(write(tmp_path, text))
    assert "\n" not in str(caught.value).removeprefix(str(tmp_path))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("tool = 3", "invalid value 3 for `tool`, expected a table"),
        ("[tool]\nscholint = 3", "invalid value 3 for `tool.scholint`, expected a table"),
        ("[[tool.scholint]]", r"invalid value \[\{\}\] for `tool.scholint`, expected a table"),
    ],
)
def test_a_wrong_table_in_pyproject_is_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    path = write(tmp_path, text, "pyproject.toml")
    assert settings.discover(tmp_path) == path
    with pytest.raises(ConfigurationError, match=sentence):
        settings.load(path)


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot read"):
        settings.load(tmp_path / "no.toml")


def test_the_library_takes_limits_as_an_object_or_as_the_table_of_a_file(tmp_path: Path) -> None:
    path = write(tmp_path, '[{"title": "A study of tides", "doi": "10.1000/1"}]', "records.json")
    for limits in (Limits(document_bytes=10), {"document-bytes": 10}, {"document_bytes": 10}):
        result = scholint.check(path, select="REC", limits=limits)
        assert result.run["failed"] == [str(path)]
    with pytest.raises(ConfigurationError, match="did you mean `document-bytes`"):
        scholint.check(path, limits={"document-byte": 10})
    with pytest.raises(ConfigurationError, match="expected a number"):
        scholint.check(path, http={"read-seconds": "1"})
