"""`scholint rules` and `scholint rule`."""

from __future__ import annotations

import json

from tests.command_line import run


def test_rules_lists_rules_and_rule_shows_one() -> None:
    listed = run("rules").stdout.splitlines()
    assert any(line.startswith("DOI001  error") for line in listed)
    page = json.loads(run("rule", "doi-syntax", "--format", "json").stdout)
    assert page["code"] == "DOI001"
    assert page["bad"]
    assert "Why it matters" in run("rule", "DOI001").stdout
