"""The text report, for terminals and logs."""

from __future__ import annotations

import io
import os
import re
import textwrap
from functools import cache
from typing import TYPE_CHECKING, Any, TextIO

import polars as pl

from scholint.checks import catalogue
from scholint.reports.projection import (
    EVIDENCE_LABELS,
    capped,
    findings_by_rule,
    left_out,
    measured,
    rows,
    summary_line,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scholint.reports.result import Result

CAP = 1_000
WIDTH = 100
_COLORS = {
    "error": "31;1",
    "warning": "33;1",
    "info": "36;1",
    "dim": "2",
    "bold": "1",
    "mark": "35;1",
    "safe": "32",
}
# Evidence is shown for rules that compare the record with something else. Other messages need no evidence.
_COMPARING = {"batch", "reference"}
# Keys of evidence that are shown even if the message or the id of the record contains their value.
_ALWAYS_SHOWN = {"survivor", "as_of"}
# Control, bidirectional, and invisible characters are escaped, so that a malicious title cannot control the terminal.
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)


def write(
    result: Result,
    stream: TextIO,
    *,
    statistics: bool = False,
    quiet: bool = False,
    max_findings: int | None = None,
) -> None:
    """Write the findings by source and record, or counts per rule if `statistics`, and then the summary line.

    `quiet`: write only failed or undecided thresholds and the summary line.
    """
    paint = _Painter(colored=_supports_colors(stream))
    if not quiet and statistics:
        _write_statistics(result, stream, paint)
    elif not quiet:
        _write_findings(result, stream, paint, CAP if max_findings is None else max_findings)
    _write_thresholds(result, stream, paint)
    stream.write(summary_line(result) + "\n")


def visible(text: str) -> str:
    """Return the text with control, bidirectional, and invisible characters written as `<U+200B>`."""
    return _HIDDEN.sub(lambda c: f"<U+{ord(c.group()):04X}>", text)


class _Painter:
    """Adds a named color to text, if the output supports colors."""

    def __init__(self, *, colored: bool) -> None:
        self._colored = colored

    def __call__(self, text: str, name: str) -> str:
        return f"\x1b[{_COLORS[name]}m{text}\x1b[0m" if self._colored else text


def _supports_colors(stream: TextIO) -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or stream.isatty()


def _write_findings(result: Result, stream: TextIO, paint: _Painter, cap: int) -> None:
    frame = capped(result, cap)
    explained: set[str] = set()
    place: tuple[str, int, str] | None = None
    for row in rows(frame):
        here = (row["source"], row["line"], row["record"])
        if here != place:
            stream.write(f"{paint(visible(f'{here[0]}:{here[1]}'), 'bold')}  {visible(here[2])}\n")
            place = here
        _write_one(row, stream, paint, explain=row["rule"] not in explained)
        explained.add(row["rule"])
    if frame.height:
        stream.write("\n")
    if sentence := left_out(result, frame.height):
        stream.write(sentence + "\n")


def _write_one(row: dict[str, Any], stream: TextIO, paint: _Painter, *, explain: bool) -> None:
    fix = row["fix"]
    mark = "" if fix is None else " [*]" if fix["safe"] else " [?]"
    head = f"  {paint(row['rule'], row['severity'])} {row['severity']}{paint(mark, 'safe')} {row['field']}: "
    stream.write(head + visible(row["message"]) + "\n")
    if row["value"] and f"`{row['value']}`" not in row["message"]:
        _write_value(row["value"], _piece(row), stream, paint)
    stream.writelines(f"      {paint(line, 'dim')}\n" for line in _evidence(row))
    if explain and (why := _why(row["rule"])):
        stream.write(f"      {paint(f'why: {why}', 'dim')}\n")
    if fix is not None:
        stream.write(f"      {paint(_fix(row), 'safe')}\n")


def finding_text(row: dict[str, Any]) -> str:
    """Return the text of one finding, without color, indentation, and the place of its record.

    `row`: a finding as `projection.rows` yields it.
    """
    stream = io.StringIO()
    _write_one(row, stream, _Painter(colored=False), explain=True)
    return textwrap.dedent(stream.getvalue())


def _piece(row: dict[str, Any]) -> str | None:
    """Return the part of the value that the message quotes, or None if it quotes none."""
    quotes = re.findall(r"`([^`]+)`", row["message"])
    return next((quote for quote in quotes if quote in row["value"]), None)


def _write_value(value: str, piece: str | None, stream: TextIO, paint: _Painter) -> None:
    # A part of one or two characters is usually at the end of the value.
    at = (value.rfind(piece) if len(piece) < 3 else value.find(piece)) if piece else 0  # noqa: PLR2004
    start = max(0, at - WIDTH // 2) if len(value) > WIDTH else 0
    cut = value[start : start + WIDTH]
    before = visible(value[start:at])
    stream.write(f"      | {'…' if start else ''}{visible(cut)}{'…' if start + WIDTH < len(value) else ''}\n")
    if piece and at >= start:
        marks = "^" * max(1, min(len(visible(piece)), WIDTH - len(before)))
        stream.write(f"      | {' ' * (len(before) + bool(start))}{paint(marks, 'mark')}\n")


def _evidence(row: dict[str, Any]) -> list[str]:
    """Return the evidence in at most two lines, without values that the message already contains."""
    if not row["evidence"] or not _COMPARING & set(catalogue.catalogue()[row["rule"]].needs):
        return []
    above = f"{row['message']} {row['record']}".lower()
    new = {
        name: _without_case_variants(str(value))
        for name, value in row["evidence"].items()
        if value is not None
        and name != "cluster"
        and (name in _ALWAYS_SHOWN or not _is_contained(str(value), above))
    }
    if new.get("size") == "2":  # the message names the other record
        del new["size"]
    labels = {name: EVIDENCE_LABELS.get(name, name.replace("_", " ")) for name in new}
    line = "; ".join(f"{labels[name]}: {visible(value)}" for name, value in new.items())
    return textwrap.wrap(line, WIDTH, max_lines=2, placeholder=" …", break_on_hyphens=False)


def _without_case_variants(value: str) -> str:
    """Return a text without those of its parts, separated by ` | `, that only differ in case from an earlier part."""
    first: dict[str, str] = {}
    for part in value.split(" | "):
        first.setdefault(part.lower(), part)
    return " | ".join(first.values())


def _is_contained(value: str, text: str) -> bool:
    return all(re.search(rf"(?<!\w){re.escape(part.lower())}(?!\w)", text) for part in value.split(" | "))


def _fix(row: dict[str, Any]) -> str:
    fix = row["fix"]
    kind = "fix" if fix["safe"] else "unsafe fix"
    if fix["field"] == "record":
        return f"{kind}: remove this record"
    values = fix["value"] if isinstance(fix["value"], list) else [fix["value"]]
    value = visible("`, `".join(values))
    if len(value) > WIDTH:
        value = value[: WIDTH - 1] + "…"
    return f"{kind}: {fix['field']} = `{value}`" if value else f"{kind}: clear {fix['field']}"


@cache
def _why(code: str) -> str:
    text = catalogue.catalogue()[code].sections.get("Why it matters", "").replace("\n", " ")
    return re.split(r"(?<=[.;]) ", text, maxsplit=1)[0].rstrip(".;")


def _write_statistics(result: Result, stream: TextIO, paint: _Painter) -> None:
    found = findings_by_rule(result)
    metrics = result.metrics.group_by("rule").agg(
        pl.col("records", "violations", "undecided", "findings").sum()
    )
    for row in metrics.sort(["findings", "rule"], descending=[True, False]).iter_rows(named=True):
        if row["findings"] or row["undecided"]:
            rule = catalogue.catalogue()[row["rule"]]
            reported = found.get(rule.code, {})
            severity = next(iter(reported), rule.severity)
            share = row["violations"] / row["records"] if row["records"] else 0
            parts = [f"{row['violations']:,} of {row['records']:,} records ({share:.1%})"]
            parts += [f"{row['undecided']:,} undecided"] if row["undecided"] else []
            details = _statistics_details(reported, row["findings"])
            stream.write(
                f"{row['findings']:>9,}  {paint(rule.code, severity)}  {severity:7}  {rule.name:32}  "
                f"{', '.join(parts)}{details and f'; {details}'}\n"
            )


def _statistics_details(reported: dict[str, int], findings: int) -> str:
    """Return the details of a line of `--statistics`.

    These are the counts by severity if there are several, and how many findings are reported if some are folded.
    """
    severities = (
        ", ".join(f"{name} {count:,}" for name, count in reported.items()) if len(reported) > 1 else ""
    )
    times = sum(reported.values())
    if times >= findings:
        return severities
    once = "once" if times == 1 else f"{times:,} times"
    return f"reported {once}{severities and f' ({severities})'}"


def _state(threshold: Mapping[str, Any]) -> str:
    """Return the outcome of a threshold that has not passed."""
    if threshold["passed"] is None:
        return "undecided"
    severity = threshold["severity"]
    return "failed" if severity == "error" else f"failed ({severity}, does not fail the gate)"


def _write_thresholds(result: Result, stream: TextIO, paint: _Painter) -> None:
    for threshold in (result.thresholds or {}).get("thresholds", ()):
        if threshold["passed"] is not True:
            state = _state(threshold)
            where = ", ".join(str(place["source"]) for place in threshold["where"][:3])
            color = "dim" if threshold["passed"] is None else threshold["severity"]
            observed = (
                "" if threshold["observed"] is None else f" (observed {measured(threshold['observed'])})"
            )
            line = f"threshold {state}: {threshold['name']}{observed}{f' in {where}' if where else ''}"
            stream.write(paint(visible(line), color) + "\n")
