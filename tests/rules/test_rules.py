"""Every rule, through the whole path from bytes: its page's examples, its fixtures, its fixes, its page."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from scholint.checks import catalogue
from scholint.checks.contract import RECORDS
from scholint.checks.rule import SECTIONS, SEVERITIES, Rule
from scholint.flows.pipeline import run
from scholint.flows.settings import Settings
from scholint.reports import projection

HOME = Path(__file__).parent
RULES = list(catalogue.catalogue().values())
ADVICE = ("avoid-", "use-", "prefer-", "check-", "fix-", "add-")


def fixture_path(rule: Rule) -> Path:
    name = f"{rule.name.replace('-', '_')}.yml"
    return next(HOME.glob(f"*/{name}"), HOME / name)


@cache
def fixture(rule: Rule) -> dict[str, list[dict[str, Any]]]:
    return yaml.safe_load(fixture_path(rule).read_text("utf-8")) if fixture_path(rule).exists() else {}


def cases(kind: str) -> list[Any]:
    found = []
    for rule in RULES:
        examples = rule.bad if kind == "bad" else rule.good
        if "batch" in rule.needs:
            found.append(pytest.param(rule, {"records": list(examples)}, id=f"{rule.code}-example"))
        else:
            found += [
                pytest.param(rule, {"record": r}, id=f"{rule.code}-example-{i}")
                for i, r in enumerate(examples)
            ]
        for case in fixture(rule).get(kind, []):
            found.append(
                pytest.param(
                    rule, case, id=f"{rule.code}-{re.sub(r'[^a-z0-9]+', '-', case['why'].lower())[:60]}"
                )
            )
    return found


def data(case: dict[str, Any]) -> bytes:
    if "bytes_hex" in case:
        return bytes.fromhex(case["bytes_hex"])
    records = case.get("records") or [case.get("record", {})]
    if "__text__" in records[0]:
        return str(records[0]["__text__"]).encode("utf-8", "surrogateescape")
    if "text" in case:
        return str(case["text"]).encode()
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


def found(rule: Rule, case: dict[str, Any], content: bytes, folder: Path) -> list[dict[str, Any]]:
    path = folder / case.get("file", "case.jsonl")
    path.write_bytes(content)
    settings = Settings(
        select=(rule.code,),
        rules={rule.code: case.get("options", {})},
        source_format=case.get("from", None if _raw(case) else "plain"),
    )
    result = run.check([str(path)], settings)
    return [row for frame in result.iter_findings() for row in projection.rows(frame)]


def _raw(case: dict[str, Any]) -> bool:
    return bool({"text", "bytes_hex"} & case.keys()) or "__text__" in case.get("record", {})


@pytest.mark.parametrize(("rule", "case"), cases("bad"))
def test_bad_is_found(rule: Rule, case: dict[str, Any], tmp_path: Path) -> None:
    findings = found(rule, case, data(case), tmp_path)
    assert findings, f"{rule.code} does not flag what it should: {case.get('why', 'its example')}"
    expected = case.get("found", {})
    expected = expected if isinstance(expected, list) else [expected] * len(findings)
    assert len(findings) == len(expected)
    for finding, part in zip(findings, expected, strict=True):
        assert {key: finding[key] for key in part} == part


@pytest.mark.parametrize(("rule", "case"), cases("good"))
def test_good_passes(rule: Rule, case: dict[str, Any], tmp_path: Path) -> None:
    assert found(rule, case, data(case), tmp_path) == []


def _has_fix(rule: Rule) -> bool:
    return any(check.fix for check in rule.checks())


MENDED = [c for c in cases("bad") if not _raw(c.values[1]) and _has_fix(c.values[0])]


@pytest.mark.parametrize(("rule", "case"), MENDED)
def test_fix_silences(rule: Rule, case: dict[str, Any], tmp_path: Path) -> None:
    records = [dict(r) for r in (case.get("records") or [case["record"]])]
    fixed = [f for f in found(rule, case, data(case), tmp_path) if f["fix"]]
    if not fixed:
        assert "fix" not in str(case.get("found", "")) or "'fix': None" in str(case["found"])
        return
    kept = list(records)
    for finding in fixed:
        record = records[finding["line"] - 1]
        if finding["fix"]["field"] == "record":
            kept.remove(record)
        else:
            apply(finding, record)
    left = found(rule, case, data({**case, "records": kept}), tmp_path)
    mended = {(f["record"], f["field"], f["value"]) for f in fixed}
    assert not mended & {(f["record"], f["field"], f["value"]) for f in left}


def apply(finding: dict[str, Any], record: dict[str, Any]) -> None:
    field, value = finding["fix"]["field"], finding["fix"]["value"]
    if isinstance(record.get(field), list):
        new = value if isinstance(value, list) else [value]
        record[field] = [
            one for item in record[field] for one in (new if item == finding["value"] else [item])
        ]
    else:
        record[field] = value


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_declaration_is_whole(rule: Rule) -> None:
    assert fixture_path(rule).exists(), f"{rule.code} has no fixture: write {fixture_path(rule)}"
    assert fixture(rule).get("bad")
    assert fixture(rule).get("good")
    assert re.fullmatch(r"[A-Z]{3}\d{3}", rule.code)
    assert not rule.name.startswith(ADVICE), "a name states the bad pattern, not the advice"
    assert rule.severity in SEVERITIES
    assert set(rule.fields) <= {*RECORDS.columns, "record"} or "reader" in rule.needs
    assert rule.bad
    assert rule.good


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_page_is_whole(rule: Rule) -> None:
    assert rule.summary.endswith(".")
    assert set(rule.sections) <= set(SECTIONS)
    assert {"Why it matters", "How to fix", "What is not flagged", "References"} <= set(rule.sections)
    assert all(rule.sections.values())
    has_fix = any(check.fix for check in rule.checks())
    assert has_fix == ("Fix safety" in rule.sections)


def test_codes_and_names_are_unique() -> None:
    modules = [p for p in (HOME.parents[1] / "checks" / "rules").glob("*/*.py") if p.name != "__init__.py"]
    assert len({rule.name for rule in RULES}) == len(RULES) == len(modules)


def test_key_columns_of_two_rules_hold_the_same() -> None:
    seen: dict[str, Any] = {}
    for rule in RULES:
        for name, expression in ((n, e) for check in rule.checks() for n, e in check.keys.items()):
            assert seen.setdefault(name, expression).meta.eq(expression), f"{rule.code} redefines {name}"
