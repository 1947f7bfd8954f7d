"""The gate's decision whether a run passes.

An incomplete run has its own exit status, which takes precedence over this decision (`flows.cli.check`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from scholint.checks.rule import SEVERITIES, Severity

if TYPE_CHECKING:
    import polars as pl

    from scholint.reports.gate.thresholds import ThresholdsOutcome

FailOn: TypeAlias = Severity | Literal["never"]
FAIL_ON: tuple[FailOn, ...] = (*SEVERITIES, "never")
"""All values of `fail_on`: the severities, most severe first, and `never`."""


def decide(counts: pl.DataFrame, fail_on: FailOn, outcome: ThresholdsOutcome | None) -> bool:
    """Boolean: true if no finding has the severity `fail_on` or a higher one, and no threshold failed.

    `counts`: a frame with `severity` and `rule` (String), and `findings` (UInt64). `outcome`: None if no thresholds are
    set.
    """
    failing = () if fail_on == "never" else SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    found = counts.filter(counts["severity"].is_in(failing))["findings"].sum()
    return not found and (outcome is None or outcome.passed)
