"""The HTML report, one self-contained file.

The text of a record is never interpreted as markup. Jinja escapes all text in the page. The data is JSON that cannot
close its script element, and the script only sets `textContent`. The content security policy allows this one script
(by its hash), and no requests.
"""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO
from urllib.parse import quote

import polars as pl
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from scholint.checks import catalogue
from scholint.checks.contract import RECORDS
from scholint.checks.rule import SEVERITIES
from scholint.checks.values.doi import bare_doi
from scholint.reports.projection import (
    EVIDENCE_LABELS,
    FLAT_COLUMNS,
    capped,
    counted,
    findings_by_rule,
    left_out,
    measured,
    rows,
    summary_line,
    ungated,
)

if TYPE_CHECKING:
    from scholint.reports.result import Result

CAP = 5_000
FIELD_CHARACTERS = 4_000
_HOME = Path(__file__).parent
_HIDDEN = ("provides", "source", "line")


def write(result: Result, stream: TextIO, *, max_findings: int | None = None, **_options: Any) -> None:
    """Write the page with at most `max_findings` findings (default: 5,000; 0 for all), errors first.

    The page says how many findings are not shown. It shows the records only if the run kept them.
    """
    frame = capped(result, CAP if max_findings is None else max_findings)
    script = (_HOME / "page.js").read_text("utf-8")
    page = Environment(autoescape=True, undefined=StrictUndefined).from_string(
        (_HOME / "page.html").read_text("utf-8")
    )
    stream.write(
        page.render(
            style=Markup((_HOME / "page.css").read_text("utf-8")),  # noqa: S704 - a file of this package
            script=Markup(script),  # noqa: S704 - a file of this package
            script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
            data=_embedded(_data(result, frame)),
            line=summary_line(result),
            left_out=left_out(result, frame.height),
            counted=counted,
            measured=measured,
            records_with_findings=result.records_with_findings,
            by_severity=result.by_severity(),
            rules=_by_rule(result),
            sources=_by_source(result),
            result=result,
            ungated=ungated(result),
            thresholds=(result.thresholds or {}).get("thresholds", []),
        )
    )


def _embedded(data: Any) -> Markup:
    """Return the data as JSON that cannot close a script element: `<`, `>`, `&`, U+2028, and U+2029 are escaped."""
    text = json.dumps(data, ensure_ascii=True, separators=(",", ":"))
    for mark in "<>&":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return Markup(text)  # noqa: S704 - escaped above


def _data(result: Result, frame: pl.DataFrame) -> dict[str, Any]:
    places = set(frame.select("source", "line").iter_rows())
    records = RECORDS.empty() if result.records_frames is None else result.records_at(places)
    rules = {code: catalogue.catalogue()[code] for code in frame["rule"].unique().sort()}
    return {
        "columns": FLAT_COLUMNS,
        "labels": EVIDENCE_LABELS,
        "findings": list(rows(frame)),
        "records": _records(records),
        "rules": {
            code: {"name": rule.name, "summary": rule.summary, "sections": dict(rule.sections)}
            for code, rule in rules.items()
        },
    }


def _records(frame: pl.DataFrame) -> dict[str, Any]:
    r"""Return the non-empty fields of each record, and the link of its DOI, by `source\nline`.

    The fields are in the order of the contract RECORDS.
    """
    found = {}
    bare = frame.select(bare_doi(pl.col("doi")).alias("bare")).to_series().to_list()
    for row, doi in zip(frame.iter_rows(named=True), bare, strict=True):
        fields = {k: _shown(row[k]) for k in RECORDS.columns if k not in _HIDDEN and row[k] not in (None, [])}
        link = f"https://doi.org/{quote(doi, safe='/:;()')}" if doi and doi.startswith("10.") else None
        found[f"{row['source']}\n{row['line']}"] = {"fields": fields, "doi": link}
    return found


def _shown(value: Any) -> Any:
    if isinstance(value, list):
        return [_shown(item) for item in value[:200]]
    return (
        value[:FIELD_CHARACTERS] + "…" if isinstance(value, str) and len(value) > FIELD_CHARACTERS else value
    )


def _by_rule(result: Result) -> list[dict[str, Any]]:
    table = result.metrics.group_by("rule", "name", "severity").agg(
        pl.col("records").sum(),
        pl.col("violations").sum(),
        pl.col("undecided").sum(),
        pl.col("findings").sum(),
    )
    seen = table.filter((pl.col("findings") > 0) | (pl.col("undecided") > 0))
    known, found = catalogue.catalogue(), findings_by_rule(result)
    each = [
        {
            **row,
            # Findings may have a lower severity than their rule.
            "reported": found.get(row["rule"], {row["severity"]: 0}),
            "summary": known[row["rule"]].summary,
            "share": row["violations"] / row["records"] if row["records"] else 0,
        }
        for row in seen.sort(["findings", "rule"], descending=[True, False]).iter_rows(named=True)
    ]
    return sorted(each, key=lambda row: SEVERITIES.index(next(iter(row["reported"]))))


def _by_source(result: Result) -> list[dict[str, Any]]:
    table = result.metrics.group_by("source", "severity").agg(pl.col("findings").sum())
    found: dict[str, dict[str, Any]] = {}
    for source, severity, count in table.sort("source").iter_rows():
        found.setdefault(source, {"source": source})[severity] = count
    most = result.metrics.group_by("source").agg(pl.col("records").max()).sort("source")
    return [
        {"error": 0, "warning": 0, "info": 0, **found[source], "records": count}
        for source, count in most.iter_rows()
    ]
