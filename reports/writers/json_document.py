"""The JSON report, one document. Its findings are written frame by frame."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TextIO

from scholint.reports.writers.json_lines import lines

if TYPE_CHECKING:
    from scholint.reports.result import Result


def write(result: Result, stream: TextIO, **_options: Any) -> None:
    """Write the version, the facts about the run, the summary, the metrics, and all findings."""
    head = {
        "scholint": result.run.get("version"),
        "run": {**result.run, "verdict": result.thresholds, "notices": list(result.notices)},
        "summary": summary(result),
        "metrics": result.metrics.to_dicts(),
    }
    stream.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "findings": [')
    first = True
    for line in lines(result):
        stream.write(("\n" if first else ",\n") + line)
        first = False
    stream.write("]}\n")


def summary(result: Result) -> dict[str, Any]:
    """Return the totals of a run."""
    return {
        "records": result.records,
        "findings": int(result.counts["findings"].sum()),
        "by_severity": result.by_severity(),
        "by_rule": result.by_rule(),
        "undecided": result.undecided,
        "passed": result.passed,
    }
