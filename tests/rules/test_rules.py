"""Every rule, through the whole path from bytes: its page's examples, its fixtures, its fixes, its page."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from scholint.checks.contract import RECORDS
from scholint.checks.rule import SECTIONS, SEVERITIES
from tests.rules.cases import (
    HOME,
    RULES,
    Findings,
    cases,
    check,
    findings,
    fixture,
    fixture_path,
    json_lines,
)

if TYPE_CHECKING:
    from scholint.checks.rule import Rule
    from tests.rules.cases import Case

ADVICE = ("avoid-", "use-", "prefer-", "check-", "fix-", "add-")


def parameters(kind: str, *, fixable: bool = False) -> list[Any]:
    return [
        pytest.param(case, id=f"{rule.code}-{case.title}")
        for rule in RULES
        for case in (fixable_cases(rule) if fixable else cases(rule, kind))
    ]


@cache
def has_fix(rule: Rule) -> bool:
    return any(check.fix for check in rule.checks())


def fixable_cases(rule: Rule) -> list[Case]:
    return [case for case in cases(rule, "bad") if not case.raw] if has_fix(rule) else []


@pytest.mark.parametrize("case", parameters("bad"))
def test_bad_is_found(case: Case) -> None:
    found = findings(case.rule)[case]
    assert found, f"{case.rule.code} does not flag what it should: {case.title}"
    expected = case.given.get("found", {})
    expected = expected if isinstance(expected, list) else [expected] * len(found)
    assert len(found) == len(expected)
    for finding, part in zip(found, expected, strict=True):
        assert {key: finding[key] for key in part} == part


@pytest.mark.parametrize("case", parameters("good"))
def test_good_passes(case: Case) -> None:
    assert findings(case.rule)[case] == []


@pytest.mark.parametrize("case", parameters("bad", fixable=True))
def test_fix_silences(case: Case) -> None:
    fixed = with_fix(case)
    if not fixed:
        expected = case.given.get("found", {})
        assert not any(part.get("fix") for part in (expected if isinstance(expected, list) else [expected]))
        return
    left = findings_after_fixes(case.rule)[case]
    places = {(f["record"], f["field"], f["value"]) for f in fixed}
    assert not places & {(f["record"], f["field"], f["value"]) for f in left}


def with_fix(case: Case) -> Findings:
    return [finding for finding in findings(case.rule)[case] if finding["fix"]]


@cache
def findings_after_fixes(rule: Rule) -> dict[Case, Findings]:
    return check({case: json_lines(fixed_records(case)) for case in fixable_cases(rule) if with_fix(case)})


def fixed_records(case: Case) -> list[dict[str, Any]]:
    records = case.records
    kept = list(records)
    for finding in with_fix(case):
        record = records[finding["line"] - 1]
        if finding["fix"]["field"] == "record":
            kept.remove(record)
        else:
            apply(finding, record)
    return kept


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
    assert has_fix(rule) == ("Fix safety" in rule.sections)
    described = re.findall(r"^- `(\w+)`: ", rule.sections.get("Options", ""), re.MULTILINE)
    assert sorted(described) == sorted(rule.options)


def test_codes_and_names_are_unique() -> None:
    modules = [p for p in (HOME.parents[1] / "checks" / "rules").glob("*/*.py") if p.name != "__init__.py"]
    assert len({rule.name for rule in RULES}) == len(RULES) == len(modules)


def test_key_columns_of_two_rules_hold_the_same() -> None:
    seen: dict[str, Any] = {}
    for rule in RULES:
        for name, expression in ((n, e) for c in rule.checks() for n, e in c.keys.items()):
            assert seen.setdefault(name, expression).meta.eq(expression), f"{rule.code} redefines {name}"
