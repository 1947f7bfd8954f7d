"""The CSV report: one finding a row, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from scholint.reports.result import Result

COLUMNS = (
    *("rule", "name", "severity", "source", "line", "record", "field", "value", "message", "evidence"),
    *("fix_field", "fix_value", "fix_safe", "fingerprint"),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(result: Result, stream: TextIO, **_wishes: Any) -> None:
    """Write a header and every finding."""
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(COLUMNS)
    for frame in result.findings():
        for row in frame.iter_rows(named=True):
            fix = row["fix"] or {}
            flat = {**row, **{f"fix_{key}": fix.get(key) for key in ("field", "value", "safe")}}
            table.writerow([guarded(flat[name]) for name in COLUMNS])


def guarded(value: Any) -> Any:
    """Return the value as a cell; what a spreadsheet would take for a formula gets an apostrophe in front.

    Source: OWASP, CSV injection.
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
