"""What a run found, as every report and every caller of `scholint.check` receives it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from scholint.checks.contract import FINDINGS, RECORDS
from scholint.checks.rule import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence


class Fixable(NamedTuple):
    """How many findings `--fix` can fix, and how many more `--unsafe-fixes` can."""

    safe: int
    unsafe: int


@dataclass(frozen=True, eq=False)
class Result:
    """The outcome of a run.

    `run`: version, arguments, configuration, rules, and the sources that `failed`; after `--fix`, `fixed` is the number of
    findings that were fixed before this run. `records`: how many records were read. `metrics`: by the contract METRICS. `counts`:
    severity, rule, name: String, findings: UInt64. `records_with_findings`: also those that a finding represents which is
    reported once for many. `undecided`: how often a rule had too little data to decide. `passed`: the gate's decision.
    `thresholds`: whether the thresholds passed, and the outcome of each; None where there are none. `notices`: sentences for the user.
    `findings_frames`: frames by the contract FINDINGS in the total order. `records_frames`: by the contract RECORDS, empty
    unless records were kept. Both can be iterated over again. `profile`: seconds by rule, where it was asked for.
    """

    run: Mapping[str, Any]
    records: int
    metrics: pl.DataFrame = field(repr=False)
    counts: pl.DataFrame = field(repr=False)
    records_with_findings: int
    fixable: Fixable
    undecided: int
    passed: bool
    thresholds: Mapping[str, Any] | None
    notices: Sequence[str]
    findings_frames: Iterable[pl.DataFrame] = field(repr=False)
    records_frames: Iterable[pl.DataFrame] = field(repr=False, default=())
    profile: Mapping[str, float] | None = None

    @cached_property
    def findings(self) -> pl.DataFrame:
        """All findings by the contract FINDINGS, in the total order; collected once, when first asked for."""
        return pl.concat([FINDINGS.empty(), *self.iter_findings()])

    def iter_findings(self) -> Iterator[pl.DataFrame]:
        """Yield the findings in frames, for runs with more findings than memory holds."""
        return iter(self.findings_frames)

    def records_at(self, places: Collection[tuple[str, int]]) -> pl.DataFrame:
        """Return the records at these places, each a source and a line, as far as records were kept."""
        wanted = pl.DataFrame(list(places), schema={"source": pl.String, "line": pl.UInt32}, orient="row")
        frames = [frame.join(wanted, on=["source", "line"], how="semi") for frame in self.records_frames]
        return pl.concat([RECORDS.empty(), *frames])

    def by_severity(self) -> dict[str, int]:
        """Return the number of findings of each severity, errors first, zeroes too."""
        found = dict(self.counts.group_by("severity").agg(total="findings").rows())
        return {severity: sum(found.get(severity, [])) for severity in SEVERITIES}

    def by_rule(self) -> dict[str, int]:
        """Return the number of findings of each rule that has any."""
        found = self.counts.group_by("rule").agg(total="findings").sort("rule")
        return {rule: sum(counts) for rule, counts in found.rows()}
