"""Defects: what could not be read, with its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scholint.checks.contract import DEFECTS


@dataclass(frozen=True, slots=True)
class Fault:
    """A part of a source that is no record: where, what stands there and why it cannot be read.

    `rule`: the code that it is reported under. `records`: how many records are lost with it.
    """

    line: int
    byte: int | None
    reason: str
    value: str | None = None
    rule: str = "REC001"
    records: int = 1


def fault_row(source: str, fault: Fault) -> dict[str, Any]:
    """Return a row of the defects frame."""
    return defect(
        fault.rule,
        source,
        fault.line,
        fault.reason,
        value=fault.value,
        byte=fault.byte,
        records=fault.records,
    )


def defect(rule: str, source: str, line: int, reason: str, **facts: Any) -> dict[str, Any]:
    """Return a row of the defects frame; what is not given is null, `records` 1."""
    row = {"rule": rule, "source": source, "line": line, "record": f"{source}:{line}", "field": "record"}
    return {**dict.fromkeys(DEFECTS.columns), **row, "reason": reason, "records": 1, **facts}
