"""The CSV report, with one finding per row. It is safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any, TextIO

from scholint.reports.projection import FLAT_COLUMNS, shown_fix

if TYPE_CHECKING:
    from scholint.reports.result import Result

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(result: Result, stream: TextIO, **_options: Any) -> None:
    """Write a header and all findings. The evidence, and the value of a fix with several values, are JSON."""
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
    """Return the value of a cell. An apostrophe is put before a text that a spreadsheet would read as a formula.

    Source: OWASP, CSV Injection.
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
