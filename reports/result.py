"""The result of a run, which `scholint.check` returns and all reports are written from."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from scholint.checks.contract import FINDINGS, RECORDS
from scholint.checks.rule import SEVERITIES
from scholint.errors import RecordsNotKeptError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence


class Fixable(NamedTuple):
    """How many findings `--fix` can fix (`safe`), and how many more with `--unsafe-fixes` (`unsafe`)."""

    safe: int
    unsafe: int


@dataclass(frozen=True, eq=False)
class Result:
    """The outcome of a run.

    - `run`: facts about the run: version, arguments, configuration, rules, and so on. `failed` lists the sources that
      could not be read to the end. After `--fix`, `fixed` is the number of findings that were fixed before this run.
    - `records`: how many records were read.
    - `metrics`: a frame by the contract METRICS.
    - `counts`: a frame with `severity`, `rule`, and `name` (String), and `findings` (UInt64).
    - `records_with_findings`: how many records have a finding. If one finding represents many records, all count.
    - `fixable`: how many findings can be fixed.
    - `undecided`: how often a rule lacked the data to decide.
    - `passed`: the decision of the gate.
    - `thresholds`: whether the thresholds passed, and the outcome of each, or None if no thresholds are set.
    - `notices`: sentences for the user.
    - `findings_frames`: frames by the contract FINDINGS, in the total order. They can be iterated repeatedly.
    - `records_frames`: frames by the contract RECORDS, or None if the records were not kept.
    - `profile`: seconds by rule, or None if rules were not timed.
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
    records_frames: Iterable[pl.DataFrame] | None = field(repr=False, default=None)
    profile: Mapping[str, float] | None = None

    @cached_property
    def findings(self) -> pl.DataFrame:
        """All findings in one frame by the contract FINDINGS, in the total order. It is created at first access."""
        return pl.concat([FINDINGS.empty(), *self.iter_findings()])

    def iter_findings(self) -> Iterator[pl.DataFrame]:
        """Yield the findings frame by frame, for runs whose findings do not fit into memory."""
        return iter(self.findings_frames)

    def records_at(self, places: Collection[tuple[str, int]]) -> pl.DataFrame:
        """Return the records at these places, in a frame by the contract RECORDS.

        A place is a source and a line. Places without a record are skipped.

        Raises:
            RecordsNotKeptError: The run did not keep its records.

        """
        if self.records_frames is None:
            raise RecordsNotKeptError("the records were not kept, use `scholint.check(…, keep_records=True)`")
        wanted = pl.DataFrame(list(places), schema={"source": pl.String, "line": pl.UInt32}, orient="row")
        frames = [frame.join(wanted, on=["source", "line"], how="semi") for frame in self.records_frames]
        return pl.concat([RECORDS.empty(), *frames])

    def by_severity(self) -> dict[str, int]:
        """Return the number of findings of each severity, errors first. Severities without findings have 0."""
        found = dict(self.counts.group_by("severity").agg(total="findings").rows())
        return {severity: sum(found.get(severity, [])) for severity in SEVERITIES}

    def by_rule(self) -> dict[str, int]:
        """Return the number of findings of each rule that has findings, sorted by code."""
        found = self.counts.group_by("rule").agg(total="findings").sort("rule")
        return {rule: sum(counts) for rule, counts in found.rows()}
