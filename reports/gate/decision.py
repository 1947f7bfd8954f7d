"""The gate's decision whether a run passes.

An incomplete run has its own exit status, which takes precedence over this decision (`flows.cli.check`).
"""

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
    """Boolean: true if no finding has the severity `fail_on` or a higher one, and no threshold failed.

    `counts`: a frame with `severity` and `rule` (String), and `findings` (UInt64). `outcome`: None if no thresholds are
    set.
    """
    found = counts.filter(counts["severity"].is_in(_FAILING[fail_on]))["findings"].sum()
    return not found and (outcome is None or outcome.passed)
