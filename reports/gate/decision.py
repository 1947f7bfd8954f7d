"""The decision of the gate: whether a run passes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    import polars as pl

    from scholint.reports.gate.thresholds import ThresholdsOutcome

FailOn: TypeAlias = Literal["error", "warning", "info", "never"]
_FAILING = {
    "error": ["error"],
    "warning": ["error", "warning"],
    "info": ["error", "warning", "info"],
    "never": [],
}


def decide(counts: pl.DataFrame, fail_on: FailOn, outcome: ThresholdsOutcome | None) -> bool:
    """Return whether the run passes: no finding of the severity `fail_on` or above, and no threshold that failed.

    `counts`: severity, rule: String and findings: UInt64. `outcome`: None where there are no thresholds.
    """
    found = counts.filter(counts["severity"].is_in(_FAILING[fail_on]))["findings"].sum()
    return not found and (outcome is None or outcome.passed)
