"""Requirements for all output formats: correct counts, visible caps, and text that stays text."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scholint.errors import ThresholdError
from scholint.flows.pipeline import run
from scholint.flows.settings import Settings
from scholint.reports.gate import decision, thresholds
from scholint.reports.result import Result
from scholint.reports.writers import formats
from scholint.reports.writers.text import visible

TITLE = "=1+1 \x1b[31mred | `code` <b>bold</b> \u202eevil &amp; more"


@pytest.fixture
def result(tmp_path: Path) -> Result:
    records = [
        {"id": f"=r{i}\x1b[0m", "title": TITLE, "doi": f"10.12/{i}", "year": "2020"} for i in range(30)
    ]
    path = tmp_path / "r.jsonl"
    path.write_text("".join(json.dumps(r) + "\n" for r in records), "utf-8")
    return run.check([str(path)], Settings(), keep_records=True)


def written(name: str, result: Result, **options: Any) -> str:
    stream = io.StringIO()
    formats.write(name, result, stream, **options)
    return stream.getvalue()


def test_the_totals_of_json_match_its_findings(result: Result) -> None:
    document = json.loads(written("json", result))
    assert (
        document["summary"]["findings"]
        == len(document["findings"])
        == sum(document["summary"]["by_rule"].values())
    )
    assert document["summary"]["passed"] is False
    assert list(document["findings"][0]) == [
        "rule",
        "name",
        "severity",
        "source",
        "line",
        "record",
        "field",
        "value",
        "message",
        "evidence",
        "fix",
        "fingerprint",
    ]


def test_a_fix_of_several_values_is_a_list(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    record = {"title": "T", "doi": "10.1000/1", "issns": ["0012-9658; 1939-9170"]}
    path.write_text(json.dumps(record) + "\n" + json.dumps({**record, "issns": ["03178471"]}), "utf-8")
    result = run.check([str(path)], Settings(select=("IDN001",)))
    several, one = json.loads(written("json", result))["findings"]
    assert several["fix"] == {"field": "issns", "value": ["0012-9658", "1939-9170"], "safe": True}
    assert one["fix"] == {"field": "issns", "value": "0317-8471", "safe": True}
    cells = [row["fix_value"] for row in csv.DictReader(io.StringIO(written("csv", result)))]
    assert cells == ['["0012-9658","1939-9170"]', "0317-8471"]
    assert "fix: issns = `0012-9658`, `1939-9170`\n" in written("text", result)


def test_csv_is_safe_in_a_spreadsheet(result: Result) -> None:
    rows = list(csv.DictReader(io.StringIO(written("csv", result))))
    assert len(rows) == int(result.counts["findings"].sum())
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_text_shows_evidence_unless_the_message_contains_it(tmp_path: Path) -> None:
    abstract = "We measured the tides of eleven harbours along the western coast, and compared them. " * 3
    path = tmp_path / "r.jsonl"
    works = [
        {"id": f"r{i}", "title": f"Study {i}", "doi": f"10.1000/{i}", "abstract": abstract} for i in range(3)
    ]
    conflict = {"id": "c", "title": "A study of law", "journal": "Revista de Derecho", "issns": ["0028-0836"]}
    pair = {"id": "\x1b[31m", "title": "Run together", "abstract": "BackgroundIn the tides we trust."}
    path.write_text("".join(json.dumps(r) + "\n" for r in (*works, conflict, pair)), "utf-8")
    text = written("text", run.check([str(path)], Settings(select=("DUP003", "JNL001", "ABS006"))))
    assert "\n      cluster size: 3; records in the cluster: r0 | r1 | r2; record to keep: r0\n" in text
    assert re.search(r"\n {6}reference tables: journals; as of: \d{4}-\d\d-\d\d\n", text)
    assert "words: BackgroundIn" not in text


def test_the_html_report_counts_the_findings_of_a_rule_by_severity(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    issns = ["00280836", "0028-083", "00280836"]
    records = [{"title": "Tides", "doi": f"10.1000/{i}", "issns": [issn]} for i, issn in enumerate(issns)]
    path.write_text("".join(json.dumps(r) + "\n" for r in records), "utf-8")
    page = written("html", run.check([str(path)], Settings(select=("IDN001",)), keep_records=True))
    cell = re.search(r'<div class="error">.*?</td>', page)
    assert cell
    assert re.sub(r"<[^>]+>", " ", cell[0]).split() == ["✕", "error", "1", "●", "info", "2"]


def test_text_cannot_control_a_terminal(result: Result) -> None:
    text = written("text", result)
    assert not {"\x1b", "\u202e"} & set(text)
    assert visible("a\x1b\u202eb") == "a<U+001B><U+202E>b"


def test_markdown_shows_markup_as_text(result: Result) -> None:
    text = written("markdown", result)
    assert "<b>" not in text
    assert "\x1b" not in text


@pytest.mark.parametrize("name", ["text", "markdown", "html"])
def test_a_cap_is_reported_and_keeps_errors(result: Result, name: str) -> None:
    total = int(result.counts["findings"].sum())
    text = written(name, result, max_findings=7)
    assert f"Showing 7 of {total} findings, errors first" in text
    assert "DOI001" in text


def test_the_gate_decides_by_severity(result: Result) -> None:
    assert not decision.decide(result.counts, "error", None)
    assert decision.decide(result.counts, "never", None)
    assert decision.decide(result.counts.clear(), "info", None)


def test_a_failed_threshold_shows_what_was_observed_and_whether_it_fails_the_gate(result: Result) -> None:
    def outcome(
        table: dict[str, Any], *, observed: float | None, passed: bool | None = False
    ) -> dict[str, Any]:
        (threshold,) = thresholds.parse([table])
        limit = next(
            v for v in (threshold.max_count, threshold.max_share, threshold.min_share) if v is not None
        )
        seen = {"observed": observed, "passed": passed, "limit": limit, "where": [{"source": "a.jsonl"}]}
        return {"name": threshold.name, "severity": threshold.severity, **seen}

    outcomes = [
        outcome({"rule": "DOI", "max_share": 0.1, "severity": "warning"}, observed=0.25),
        outcome({"rule": "DOI001", "max_count": 1}, observed=2_000),
        outcome({"rule": "DOI001", "max_share": 0}, observed=0.0002),
        outcome({"rule": "DOI001", "max_share": 0.01}, observed=0.010002),
        outcome({"completeness": "title", "min_share": 1, "severity": "info"}, observed=None, passed=None),
    ]
    judged = replace(result, thresholds={"passed": False, "thresholds": outcomes})
    lines = [line for line in written("text", judged).splitlines() if line.startswith("threshold")]
    assert lines == [
        f"threshold failed (warning, does not fail the gate): {outcomes[0]['name']} (observed 25.00%) in a.jsonl",
        "threshold failed: DOI001 violated by at most 1 record (observed 2,000 records) in a.jsonl",
        "threshold failed: DOI001 violated by at most 0.00% of records (observed 0.02%) in a.jsonl",
        "threshold failed: DOI001 violated by at most 1.00% of records (observed 1.0002%) in a.jsonl",
        "threshold undecided: title filled in at least 100.00% of records in a.jsonl",
    ]
    cells = re.findall(r'<td class="n">([^<]*)</td>', written("html", judged).split('id="thresholds"')[1])
    assert outcomes[0]["name"] == "DOI violated by at most 10.00% of records"
    assert cells[:4] == ["25.00%", "10.00%", "2,000 records", "1 record"]
    assert cells[8:10] == ["", "100.00%"]


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ({"rul": "DOI001"}, "did you mean `rule`"),
        ({}, "expected `rule` or `completeness`"),
        ({"rule": "DOI001"}, "`rule` requires `max_share` or `max_count`"),
        ({"rule": "DOI001", "max_share": 0.1, "min_share": 0.1}, "`min_share` requires `completeness`"),
        ({"completeness": "title"}, "`completeness` requires `min_share`"),
        ({"completeness": "title", "max_share": 0.1, "min_share": 0.1}, "`max_share` requires `rule`"),
        ({"completeness": "title", "max_count": 1}, "`max_count` requires `rule`"),
        ({"rule": "DOI", "completeness": "title"}, "`rule` and `completeness` cannot be combined"),
        ({"rule": "DOI0001", "max_share": 0.1}, "did you mean `DOI001`"),
        ({"rule": "DOI", "max_share": 2}, "a number from 0 to 1"),
        ({"completeness": "titel", "min_share": 0.9}, "a record column"),
        ({"rule": "DOI", "max_count": 1, "severity": "fatal"}, "error, warning, info"),
    ],
)
def test_a_wrong_threshold_is_one_sentence(table: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ThresholdError, match=sentence):
        thresholds.parse([table])
