"""The CSV report: one finding per row, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any, TextIO

from scholint.reports.projection import FLAT_COLUMNS, shown_fix

if TYPE_CHECKING:
    from scholint.reports.result import Result

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(result: Result, stream: TextIO, **_options: Any) -> None:
    """Write a header and every finding; the evidence, and a fix with several values, are JSON."""
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(FLAT_COLUMNS)
    for frame in result.iter_findings():
        for row in frame.iter_rows(named=True):
            fix = shown_fix(row["fix"]) or {}
            if isinstance(fix.get("value"), list):
                fix["value"] = json.dumps(fix["value"], ensure_ascii=False, separators=(",", ":"))
            flat = {**row, **{f"fix_{key}": fix.get(key) for key in ("field", "value", "safe")}}
            table.writerow([guarded(flat[name]) for name in FLAT_COLUMNS])


def guarded(value: Any) -> Any:
    """Return the value as a cell, with a leading apostrophe if a spreadsheet would read it as a formula.

    Source: OWASP, CSV injection.
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
