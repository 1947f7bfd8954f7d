"""The gate: what decides whether a batch passes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    import polars as pl

    from scholint.reports.gate.thresholds import Verdict

FailOn: TypeAlias = Literal["error", "warning", "info", "never"]
_FAILING = {
    "error": ["error"],
    "warning": ["error", "warning"],
    "info": ["error", "warning", "info"],
    "never": [],
}


def decide(counts: pl.DataFrame, fail_on: FailOn, verdict: Verdict | None) -> bool:
    """Tell whether the batch passes: no finding as severe as `fail_on`, and no threshold that failed.

    `counts` has the columns severity, rule: String and findings: UInt64.
    """
    found = counts.filter(counts["severity"].is_in(_FAILING[fail_on]))["findings"].sum()
    return not found and (verdict is None or verdict.passed)
