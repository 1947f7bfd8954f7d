"""The Markdown report: for step summaries, merge requests and e-mail."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TextIO

from scholint.checks import catalogue
from scholint.reports.projection import capped, left_out, rows, summary_line
from scholint.reports.writers.text import visible

if TYPE_CHECKING:
    from scholint.reports.result import Result

CAP = 200
# GitHub cuts a step summary off at 1 MiB; a finding's row stays far below 2 KiB.
BYTES = 1_000_000


def write(result: Result, stream: TextIO, *, max_findings: int | None = None, **_wishes: Any) -> None:
    """Write the verdict, a table of rules and a table of findings."""
    stream.write(f"# scholint: {'passed' if result.passed else 'failed'}\n\n{summary_line(result)}\n")
    _write_rules(result, stream)
    frame = capped(result, CAP if max_findings is None else max_findings)
    if not frame.height:
        return
    stream.write("\n## Findings\n\n| rule | severity | where | field | what |\n|---|---|---|---|---|\n")
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
    """Return text that Markdown shows as it is, in one table cell."""
    flat = visible(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_{}\[\]#|~!])", r"\\\1", flat).replace("://", ":&#8203;//").replace("@", "&#64;")


def _write_rules(result: Result, stream: TextIO) -> None:
    if not result.counts.height:
        return
    stream.write("\n| rule | name | severity | findings |\n|---|---|---|---:|\n")
    for row in result.counts.sort(["findings", "rule"], descending=[True, False]).iter_rows(named=True):
        summary = escaped(catalogue.catalogue()[row["rule"]].summary)
        stream.write(
            f"| {row['rule']} | {row['name']}: {summary} | {row['severity']} | {row['findings']:,} |\n"
        )
