"""Parts of reports that several formats use: capped findings, labels of evidence, counts, and the summary line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl

from scholint.checks.engine.findings import ORDER
from scholint.checks.rule import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scholint.reports.result import Result

FLAT_COLUMNS = (
    *("rule", "name", "severity", "source", "line", "record", "field", "value", "message", "evidence"),
    *("fix_field", "fix_value", "fix_safe", "fingerprint"),
)
"""The columns of a finding as one flat row, in the CSV report and in the download of the HTML report."""

EVIDENCE_LABELS = {
    "survivor": "record to keep",
    "members": "records in the cluster",
    "size": "cluster size",
    "similarity": "similarity (Jaccard)",
    "titles": "different titles",
    "is": "looks like",
    "from": "found in",
    "pattern": "DOI pattern",
    "siblings": "sibling records",
    "agreeing": "sibling records in that journal",
    "journal_of_siblings": "journal of the sibling records",
    "usual_prefix": "usual DOI prefix of the journal",
    "usual_registrant": "registrant of the usual prefix",
    "works_under_it": "works with the usual prefix",
    "registrant": "registrant of the DOI prefix",
    "publisher_of_issn": "publisher of the ISSN",
    "publisher_of_journal": "publisher of the journal",
    "publisher_by_issn": "publisher of the journal",
    "registered_titles": "registered journal titles",
    "known_issns": "ISSNs in the reference tables",
    "paper_fields": "subjects of the paper",
    "paper_fields_from": "subjects of the paper from",
    "journal_fields": "subjects of the journal",
    "journal_fields_from": "subjects of the journal from",
    "words": "most telling words",
    "score": "score (log-odds)",
    "authors": "author entries",
    "different": "different names",
    "opened": "opening brackets",
    "closed": "closing brackets",
    "start": "first page",
    "end": "last page",
    "character": "code point",
    "characters": "code points",
    "byte": "byte offset",
    "names": "journal titles in the record",
    "reference": "reference tables",
}
"""The labels of the keys of `evidence` in reports for people. Other keys are shown with spaces for underscores."""


def capped(result: Result, cap: int) -> pl.DataFrame:
    """Return at most `cap` findings (0: all) in the total order. If there are more, the most severe are returned."""
    total = int(result.counts["findings"].sum())
    if not cap or total <= cap:
        return result.findings
    left, kept = cap, []
    for severity in SEVERITIES:
        for frame in result.iter_findings():
            part = frame.filter(pl.col("severity") == severity).head(left)
            kept.append(part)
            left -= part.height
            if not left:
                return pl.concat(kept).sort(ORDER)
    return pl.concat(kept).sort(ORDER)


def left_out(result: Result, shown: int) -> str | None:
    """Return a sentence that says how many findings are shown, or None if all are shown."""
    total = int(result.counts["findings"].sum())
    if shown >= total:
        return None
    return f"Showing {shown:,} of {total:,} findings, errors first. Use --format jsonl to list all."


def rows(frame: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield each finding as JSON values. The evidence is an object, and the fix is the value of `shown_fix`."""
    for row in frame.iter_rows(named=True):
        row["evidence"] = json.loads(row["evidence"]) if row["evidence"] else None
        row["fix"] = shown_fix(row["fix"])
        yield row


def shown_fix(fix: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return a fix as a JSON object. Its `value` is a string, or a list of strings if one item becomes several."""
    if fix is None or fix["value"] is None:
        return dict(fix) if fix else None
    one, *more = fix["value"]
    return {**fix, "value": [one, *more] if more else one}


def findings_by_rule(result: Result) -> dict[str, dict[str, int]]:
    """Return the number of findings by rule and severity, most severe first.

    A rule may report some findings at a lower severity than its own.
    """
    counts = result.counts.group_by("rule", "severity").agg(pl.col("findings").sum())
    found: dict[str, dict[str, int]] = {}
    for name in SEVERITIES:
        for row in counts.filter(pl.col("severity") == name).iter_rows(named=True):
            found.setdefault(row["rule"], {})[name] = row["findings"]
    return found


def ungated(result: Result) -> bool:
    """Boolean: true if the gate cannot fail: `fail_on` is `never`, and no thresholds are set."""
    return result.run.get("fail_on") == "never" and result.thresholds is None


def summary_line(result: Result) -> str:
    """Return the summary line: how many findings were fixed by `--fix`, and how many the run found."""
    fixed = result.run.get("fixed", 0)
    before = f"Fixed {counted(fixed, 'finding')}. " if fixed else ""
    total = int(result.counts["findings"].sum())
    return before + (_found(result, total) if total else _nothing_found(result))


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, for example `1 record` or `2,000 records`."""
    return f"{number:,} {noun}{'s' * (number != 1)}"


def percentage(share: float) -> str:
    """Return a share as a percentage with two decimals, or four where two would round it: `1.00%`, `1.0002%`."""
    whole, decimals = f"{share:.4%}".removesuffix("%").split(".")
    return f"{whole}.{decimals.rstrip('0').ljust(2, '0')}%"


def measured(value: float) -> str:
    """Return what a threshold limits: a share (float) as a percentage, or a number of records (int)."""
    return counted(value, "record") if isinstance(value, int) else percentage(value)


def _nothing_found(result: Result) -> str:
    if not result.records:
        return "No records could be read." if result.run.get("failed") else "No records found."
    rules = counted(len(result.run.get("rules", ())), "rule")
    return f"No findings in {counted(result.records, 'record')} ({rules})."


def _found(result: Result, total: int) -> str:
    counts = ", ".join(
        f"{number:,} info" if severity == "info" else counted(number, severity)
        for severity, number in result.by_severity().items()
        if number
    )
    records = f"{result.records_with_findings:,} of {counted(result.records, 'record')}"
    line = f"Found {counted(total, 'finding')} ({counts}) in {records}."
    safe, unsafe = result.fixable
    if safe or unsafe:
        line += f" {safe:,} fixable with --fix [*], {unsafe:,} more with --unsafe-fixes [?]."
    return line
