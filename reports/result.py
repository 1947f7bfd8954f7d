"""What a run found, as every report receives it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    import polars as pl


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of a run; data only.

    `run`: version, arguments, configuration, rules, sources that failed; `mended`, where fixes were applied before
    this run: how many. `records`: how many came in.
    `metrics`: by the contract METRICS. `counts`: severity, rule, name: String, findings: UInt64.
    `findings`: gives frames by the contract FINDINGS in the total order, as often as it is called.
    `touched`: how many records have a finding, those told by one that stands for many as well.
    `mendable`: how many findings `--fix` could mend, and how many more `--unsafe-fixes`.
    `passed`: the gate's decision. `verdict`: what the thresholds say, or None. `flagged`: the records frame's
    rows at these (source, line) places, as far as they were kept. `profile`: seconds by rule, where it was asked for.
    """

    run: Mapping[str, Any]
    records: int
    metrics: pl.DataFrame
    counts: pl.DataFrame
    findings: Callable[[], Iterator[pl.DataFrame]]
    touched: Callable[[], int]
    mendable: Callable[[], tuple[int, int]]
    undecided: int
    passed: bool
    verdict: Mapping[str, Any] | None
    notices: Sequence[str]
    flagged: Callable[[Collection[tuple[str, int]]], pl.DataFrame]
    profile: Mapping[str, float] | None = None

    def by_severity(self) -> dict[str, int]:
        """Return the number of findings of each severity, errors first, zeroes too."""
        found = dict(self.counts.group_by("severity").agg(total="findings").rows())
        return {severity: sum(found.get(severity, [])) for severity in ("error", "warning", "info")}

    def by_rule(self) -> dict[str, int]:
        """Return the number of findings of each rule that has any."""
        found = self.counts.group_by("rule").agg(total="findings").sort("rule")
        return {rule: sum(counts) for rule, counts in found.rows()}
