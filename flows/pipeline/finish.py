"""Combining partial results into the result of a run.

This step checks the rules that compare all records, sums the counts, and lets the gate decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from scholint.checks.contract import METRICS
from scholint.checks.engine.findings import merged
from scholint.checks.engine.folding.absent import AbsentFold, add_filled
from scholint.checks.engine.folding.common import CommonFold
from scholint.checks.engine.metrics import summed
from scholint.flows.fixing import fixable
from scholint.flows.pipeline.totals import (
    added_completeness,
    by_source_name,
    folded_defects,
    with_zero_rows,
)
from scholint.reports.gate import decision
from scholint.reports.result import Result
from scholint.reports.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from scholint.checks.engine.engine import Checked, Engine
    from scholint.checks.engine.folding.fold import Fold
    from scholint.checks.exchange import Exchange
    from scholint.flows.pipeline.index import Index
    from scholint.flows.pipeline.part import PartialResult
    from scholint.flows.settings import Settings
    from scholint.reports.gate.thresholds import ThresholdsOutcome


def finish(  # noqa: PLR0913 - all inputs of a run
    parts: Sequence[PartialResult],
    settings: Settings,
    engine: Engine,
    *,
    run: Mapping[str, Any] | None = None,
    notices: Sequence[str] = (),
    suite_file: Path | None = None,
    index: Index | None = None,
    index_grows: bool = True,
    exchange: Exchange | None = None,
) -> Result:
    """Combine partial results into the result of a run.

    `run`: the facts about the run, from `run.run_facts`. `notices`: sentences for the user. `suite_file`: where the
    Great Expectations suite is saved. `index`: the keys of earlier runs. This run is compared with them, and its keys
    are added if `index_grows`. `exchange`: as for `Engine.check_across`.

    Raises:
        ThresholdError: A threshold is not valid.
        IndexFaultError: The index cannot be written.

    """
    source_names = {path: name for part in parts for path, name in part.source_names.items()}
    seen = {path: count for part in parts for path, count in part.seen.items()}
    records = sum(seen.values())
    keys = [frame for part in parts for frame in part.keys.lazy()]
    across = engine.check_across(keys, source_names, index.known(keys) if index else (), exchange)
    if index and index_grows:
        index.add(keys)
    records_by_source = by_source_name(seen, source_names)
    reported = _check_defects(parts, engine, source_names, records_by_source)
    metrics = summed([*(part.metrics for part in parts), across.metrics, reported.metrics])
    metrics = METRICS.validate(with_zero_rows(metrics, engine, records_by_source))
    findings = _findings(parts, merged([across.findings, reported.findings]), engine)
    summary, fixes = _count(findings)
    outcome = _check_thresholds(settings, metrics, parts, suite_file)
    return Result(
        run={**(run or {}), "failed": sorted({path for part in parts for path in part.failed})},
        records=records,
        metrics=metrics,
        counts=summary.counts,
        records_with_findings=summary.records_with_findings(_violations(metrics), records),
        fixable=fixable.count_fixable([*fixes, across.folded_fixes], _writable(parts)),
        undecided=int(metrics["undecided"].sum()),
        passed=decision.decide(summary.counts, settings.fail_on, outcome),
        thresholds=outcome.as_dict() if outcome else None,
        notices=[*notices, *_notices_of_empty_sources(parts, seen)],
        findings_frames=findings,
        records_frames=_kept_records(parts),
    )


def _check_defects(
    parts: Sequence[PartialResult],
    engine: Engine,
    source_names: Mapping[str, str],
    records_by_source: Mapping[str, int],
) -> Checked:
    defects = pl.concat([part.defects for part in parts])
    return engine.check_defects(folded_defects(defects, source_names), records_by_source, source_names)


@dataclass(frozen=True, slots=True)
class _FindingsFrames:
    """The folded findings of a run, in the total order.

    `late`: the findings that are only known after all sources have been read. The frames are folded again at each
    iteration, because folding is fast and keeping the folded frames would need memory.
    """

    parts: Sequence[PartialResult]
    late: pl.DataFrame
    folds: Sequence[Fold]

    def __iter__(self) -> Iterator[pl.DataFrame]:
        return (self.folded(frame) for frame in self.unfolded())

    def folded(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the frame with findings of the same cause replaced by one finding."""
        for fold in self.folds:
            frame = fold.apply(frame)
        return frame

    def unfolded(self) -> Iterator[pl.DataFrame]:
        """Yield the frames of findings before folding. Each late finding is in the frame with its record."""
        late = self.late
        for part in self.parts:
            for frame, (source, line) in zip(part.findings, part.ends, strict=True):
                # A batch covers all places up to its last record.
                due = (pl.col("source") < source) | ((pl.col("source") == source) & (pl.col("line") <= line))
                here, late = late.filter(due), late.filter(~due)
                yield merged([frame, here]) if here.height else frame
        if late.height:
            yield late


def _findings(parts: Sequence[PartialResult], late: pl.DataFrame, engine: Engine) -> _FindingsFrames:
    def unordered() -> Iterator[pl.DataFrame]:
        for part in parts:
            yield from part.findings
        yield late

    filled = add_filled([part.filled for part in parts])
    absent = AbsentFold(filled, engine.absent, unordered())
    common = CommonFold(filled, engine.common, unordered(), fixing=engine.fixing)
    return _FindingsFrames(parts, late, (absent, common))


def _count(findings: _FindingsFrames) -> tuple[Summary, list[pl.DataFrame]]:
    """Return the counts of the findings, and the number of fixes by kind. Fixes of findings folded away count, too."""
    summary, fixes = Summary(), []
    for frame in findings.unfolded():
        fixes.append(fixable.fixes_by_kind(frame))
        summary.add(findings.folded(frame), frame)
    return summary, fixes


@dataclass(frozen=True, slots=True)
class _RecordsFrames:
    """The records that were kept, in frames. They can be iterated repeatedly."""

    parts: Sequence[Iterable[pl.DataFrame]]

    def __iter__(self) -> Iterator[pl.DataFrame]:
        return (frame for part in self.parts for frame in part)


def _kept_records(parts: Sequence[PartialResult]) -> _RecordsFrames | None:
    kept = [part.records for part in parts if part.records is not None]
    return _RecordsFrames(kept) if len(kept) == len(parts) else None


def _violations(metrics: pl.DataFrame) -> list[int]:
    """Return how many records violate each rule."""
    violations: list[int] = metrics.group_by("rule").agg(pl.col("violations").sum())["violations"].to_list()
    return violations


def _writable(parts: Sequence[PartialResult]) -> dict[str, list[str]]:
    return {path: columns for part in parts for path, columns in part.writable.items()}


def _check_thresholds(
    settings: Settings, metrics: pl.DataFrame, parts: Sequence[PartialResult], suite_file: Path | None
) -> ThresholdsOutcome | None:
    if not settings.thresholds:
        return None
    from scholint.reports.gate import great_expectations, thresholds  # noqa: PLC0415 - only a gate with thresholds needs them

    completeness = added_completeness([part.completeness for part in parts])
    return great_expectations.check_thresholds(
        thresholds.parse(settings.thresholds), metrics, completeness, suite_file
    )


def _notices_of_empty_sources(parts: Sequence[PartialResult], seen: Mapping[str, int]) -> list[str]:
    """Return a sentence for each source without records, unless a finding explains why."""
    reported = {path for part in parts for path in part.defects["source"].unique()}
    return [f"`{path}` contains no records" for path, n in seen.items() if n == 0 and path not in reported]
