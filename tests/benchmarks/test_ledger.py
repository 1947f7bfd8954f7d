"""The ledger: how a YAML case becomes files and a command, and which differences it reports."""

from __future__ import annotations

import json
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

HOME = Path(__file__).parents[2] / "benchmarks"
sys.path.insert(0, str(HOME))

import ledger_cases  # noqa: E402 - the benchmarks are scripts, not a package
import ledger_compare  # noqa: E402 - the same
from ledger_compare import Expectations  # noqa: E402 - the same

sys.path.remove(str(HOME))

STEP = ledger_cases.judging("check", "in")
REPORT = ledger_cases.Step("text", ("check", "in"))


def case(step: Any = STEP) -> Any:
    return ledger_cases.Case("rules/doi/doi_syntax/bad-1", {}, (step,))


def outcome(
    message: str = "old", *, status: int = 0, seconds: float = 0.1, records: int = 1, **more: Any
) -> dict[str, Any]:
    document = {
        "scholint": "0.1.0",
        "run": {"started": "2026-01-01T00:00:00Z", "seconds": seconds, "rules": ["DOI001"]},
        "metrics": [{"rule": "DOI001", "records": records}],
        "findings": [{"rule": "DOI001", "message": message}],
    }
    return {"status": status, "out": json.dumps(document), "err": "", "files": {}} | more


def changed(
    before: dict[str, Any], after: dict[str, Any], *, step: Any = STEP, **expected: Any
) -> dict[str, str | None]:
    found = ledger_compare.differences(case(step), [before], [after], Expectations(**expected))
    return {each.part: each.reason for each in found}


def test_time_is_not_a_difference() -> None:
    assert changed(outcome(seconds=0.1), outcome(seconds=7.25)) == {}


@pytest.mark.parametrize(
    ("after", "part"),
    [
        (outcome("new"), "findings"),
        (outcome(records=2), "metrics"),
        (outcome(status=1), "status"),
        (outcome(files={"case.jsonl": "{}\n"}), "fixed"),
        (outcome(err="scholint: skipped\n"), "notices"),
        (outcome(out=outcome()["out"] + "\n"), "report"),
    ],
)
def test_each_part_is_compared(after: dict[str, Any], part: str) -> None:
    assert changed(outcome(), after) == {part: None}


def test_report_without_json_is_compared_by_its_bytes() -> None:
    today = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    page = outcome(out=f"<p>{today} · 0.6 s · 117 rules")
    assert changed(page, outcome(out="<p> · 117 rules"), step=REPORT) == {}
    assert changed(page, outcome(out="<p> · 118 rules"), step=REPORT) == {"report": None}


def test_temporary_folders_are_not_a_difference() -> None:
    sides = [
        outcome(err=f"scholint: wrote /tmp/ledger-a1_b/{side}/cases/x.csv\n") for side in ("base", "head")
    ]
    assert changed(*sides) == {}


def test_expected_difference_has_its_reason() -> None:
    entry = {"reason": "clearer", "cases": "rules/doi/*", "part": "findings"}
    assert changed(outcome(), outcome("new", status=1), expected=[entry]) == {
        "findings": "clearer",
        "status": None,
    }
    elsewhere = [{**entry, "cases": "rules/title/*"}]
    assert changed(outcome(), outcome("new"), expected=elsewhere) == {"findings": None}


def test_rename_applies_to_base(tmp_path: Path) -> None:
    path = tmp_path / "expected.toml"
    path.write_text('[[rename]]\nreason = "one word"\nold = "ol[d]"\nnew = "new"\n', "utf-8")
    renames = Expectations.load(path).renames
    assert changed(outcome("old"), outcome("new"), renames=renames) == {}
    assert changed(outcome("new"), outcome("old"), renames=renames) == {"findings": None}


def test_ignored_key_leaves_the_others() -> None:
    ignored = frozenset({"findings.message"})
    assert changed(outcome(), outcome("new"), ignored=ignored) == {}
    assert changed(outcome(), outcome("new", records=2), ignored=ignored) == {"metrics": None}
    assert changed(outcome(out="a"), outcome(out="b"), step=REPORT, ignored=ignored) == {}


@pytest.mark.parametrize(
    "text",
    [
        '[[expected]]\ncases = "*"\npart = "findings"\n',
        '[[expected]]\nreason = "r"\ncases = "*"\npart = "finding"\n',
        '[[ignored]]\nkey = "findings.message"\n',
    ],
)
def test_wrong_expectations_are_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "expected.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ValueError, match=r"needs a reason|received"):
        Expectations.load(path)


def test_expectations_in_use_are_valid() -> None:
    Expectations.load(HOME / "ledger_expected.toml")


def test_long_line_is_clipped_to_its_difference() -> None:
    before, after = ("{" + "a" * 400 + end + "z" * 400 for end in ("old", "new"))
    removed, added = ledger_compare.changed_lines([before], [after])
    assert "old" in removed
    assert "new" in added
    assert max(len(removed), len(added)) < 200


def test_yaml_case_becomes_files_and_a_command() -> None:
    given = {
        "why": "w",
        "record": {"title": "Ø"},
        "options": {"today": "2020-03-01", "by": {"10.1/x": ["a"]}},
    }
    made = ledger_cases.rule_case("n", "DAT003", given, fixing=True)
    assert made.files["case.jsonl"] == '{"title": "Ø"}\n'.encode()
    assert tomllib.loads(made.files["scholint.toml"].decode()) == {"rules": {"DAT003": given["options"]}}
    check, fix = made.steps
    assert check.arguments == (
        *("check", "n/case.jsonl", "--format", "json", "--select", "DAT003"),
        *("--from", "plain", "--config", "n/scholint.toml"),
    )
    assert fix.collect == "n/into"


def test_raw_case_keeps_its_bytes_and_format() -> None:
    made = ledger_cases.rule_case("n", "REC001", {"bytes_hex": "ff00", "file": "a.csv"}, fixing=False)
    assert made.files == {"a.csv": b"\xff\x00"}
    assert "--from" not in made.steps[0].arguments
