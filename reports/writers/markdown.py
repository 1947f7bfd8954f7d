"""The Markdown report, for step summaries, merge requests, and e-mail."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TextIO

from scholint.checks import catalogue
from scholint.reports.projection import capped, left_out, rows, summary_line, ungated
from scholint.reports.writers.text import visible

if TYPE_CHECKING:
    from scholint.reports.result import Result

CAP = 200
# GitHub truncates a step summary at 1 MiB. The row of a finding is much smaller than the 48 KiB that this leaves.
BYTES = 1_000_000


def write(result: Result, stream: TextIO, *, max_findings: int | None = None, **_options: Any) -> None:
    """Write the decision of the gate, a table of rules, and a table of findings."""
    outcome = "checked" if ungated(result) else f"gate {'passed' if result.passed else 'failed'}"
    stream.write(f"# scholint: {outcome}\n\n{summary_line(result)}\n")
    _write_rules(result, stream)
    frame = capped(result, CAP if max_findings is None else max_findings)
    if not frame.height:
        return
    stream.write("\n## Findings\n\n| Rule | Severity | Record | Field | Message |\n|---|---|---|---|---|\n")
    shown = size = 0
    for row in rows(frame):
        where = f"{row['source']}:{row['line']} {row['record']}"
        cells = (row["rule"], row["severity"], where, row["field"], row["message"])
        line = "| " + " | ".join(escaped(cell) for cell in cells) + " |\n"
        size += len(line.encode())
        if size > BYTES:
            break
        stream.write(line)
        shown += 1
    if sentence := left_out(result, shown):
        stream.write(f"\n{sentence}\n")


def escaped(text: str) -> str:
    """Return the text, escaped for a cell of a Markdown table."""
    flat = visible(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_{}\[\]#|~!])", r"\\\1", flat).replace("://", ":&#8203;//").replace("@", "&#64;")


def _write_rules(result: Result, stream: TextIO) -> None:
    if not result.counts.height:
        return
    stream.write("\n| Rule | Summary | Severity | Findings |\n|---|---|---|---:|\n")
    for row in result.counts.sort(["findings", "rule"], descending=[True, False]).iter_rows(named=True):
        summary = escaped(catalogue.catalogue()[row["rule"]].summary)
        stream.write(
            f"| {row['rule']} | {row['name']}: {summary} | {row['severity']} | {row['findings']:,} |\n"
        )
