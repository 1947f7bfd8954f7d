"""Parts of a result that several formats show: capped findings, errors first, and what the cap leaves out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl

from scholint.checks.contract import FINDINGS
from scholint.checks.engine.findings import ORDER
from scholint.checks.rule import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scholint.reports.result import Result

FLAT_COLUMNS = (
    *("rule", "name", "severity", "source", "line", "record", "field", "value", "message", "evidence"),
    *("fix_field", "fix_value", "fix_safe", "fingerprint"),
)
"""A finding as one flat row: the columns of the CSV report and of the page's download."""


def capped(result: Result, cap: int) -> pl.DataFrame:
    """Return at most `cap` findings (0: all) in the total order; where some are left out, errors come first."""
    total = int(result.counts["findings"].sum())
    if not cap or total <= cap:
        return pl.concat([FINDINGS.empty(), *result.findings()])
    left, kept = cap, []
    for severity in SEVERITIES:
        for frame in result.findings():
            part = frame.filter(pl.col("severity") == severity).head(left)
            kept.append(part)
            left -= part.height
            if not left:
                return pl.concat(kept).sort(ORDER)
    return pl.concat(kept).sort(ORDER)


def left_out(result: Result, shown: int) -> str | None:
    """Return the sentence that says what a cap left out; None where nothing was."""
    total = int(result.counts["findings"].sum())
    if shown >= total:
        return None
    return f"Showing {shown:,} of {total:,} findings, errors first; all of them: --format jsonl"


def rows(frame: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield findings as JSON values: the evidence as an object, the fix by `shown_fix`."""
    for row in frame.iter_rows(named=True):
        row["evidence"] = json.loads(row["evidence"]) if row["evidence"] else None
        row["fix"] = shown_fix(row["fix"])
        yield row


def shown_fix(fix: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return a fix as a JSON object; its value is a text, or a list of texts where one item becomes several."""
    if fix is None or fix["value"] is None:
        return dict(fix) if fix else None
    one, *more = fix["value"]
    return {**fix, "value": [one, *more] if more else one}


def told_by_rule(result: Result) -> dict[str, dict[str, int]]:
    """Return the findings by rule and severity, the gravest first: a rule may tell some of them mildly."""
    counts = result.counts.group_by("rule", "severity").agg(pl.col("findings").sum())
    found: dict[str, dict[str, int]] = {}
    for name in SEVERITIES:
        for row in counts.filter(pl.col("severity") == name).iter_rows(named=True):
            found.setdefault(row["rule"], {})[name] = row["findings"]
    return found


def _passed(records: int, rules: int) -> str:
    passing = f"All {records:,} records pass" if records > 1 else "The record passes"
    return f"{passing} {rules} rule{'s' * (rules != 1)}."


def summary_line(result: Result) -> str:
    """Return the one line that sums a run up, what was mended before it first."""
    mended = result.run.get("mended", 0)
    before = f"Mended {mended:,} finding{'s' * (mended > 1)}. " if mended else ""
    total = int(result.counts["findings"].sum())
    if not total:
        if not result.records:
            return before + (
                "No record could be read." if result.run.get("failed") else "There are no records."
            )
        return before + _passed(result.records, len(result.run.get("rules", ())))
    counts = ", ".join(
        f"{n:,} {severity}{'s' if n > 1 and severity != 'info' else ''}"
        for severity, n in result.by_severity().items()
        if n
    )
    line = (
        f"{before}Found {total:,} finding{'s' * (total > 1)} ({counts}) in {result.touched():,} of {result.records:,} "
        f"record{'s' * (result.records != 1)}."
    )
    safe, unsafe = result.mendable()
    if safe or unsafe:
        line += f" {safe:,} can be mended with --fix, {unsafe:,} more with --unsafe-fixes."
    return line
