"""From partial results to the result: rules over the whole input, totals and the gate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from scholint.checks.contract import METRICS, RECORDS
from scholint.checks.engine.findings import merged
from scholint.checks.engine.folding import absent as absence
from scholint.checks.engine.folding.absent import Absence
from scholint.checks.engine.folding.common import Habits
from scholint.checks.engine.metrics import summed
from scholint.flows.fixing import fixable
from scholint.flows.pipeline.totals import (
    added_completeness,
    by_source_name,
    counted_by_rule,
    folded_defects,
    with_zero_rows,
)
from scholint.reports.gate import decision
from scholint.reports.result import Result

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from scholint.checks.engine.engine import Engine
    from scholint.checks.exchange import Exchange
    from scholint.flows.pipeline.index import Index
    from scholint.flows.pipeline.part import Part
    from scholint.flows.settings import Settings
    from scholint.reports.gate.thresholds import Verdict


def conclude(  # noqa: PLR0913 - what a run may bring
    parts: Sequence[Part],
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
    """Judge what takes the whole input, add everything up and let the gate decide.

    `index`: what earlier runs left, against which this one is judged too, and to which it is added if `index_grows`.
    `exchange`: as in `Engine.conclude`.

    Raises:
        ThresholdError: a threshold that cannot be understood.
        IndexFaultError: the index cannot be written.

    """
    named = {path: name for part in parts for path, name in part.named.items()}
    seen = {path: count for part in parts for path, count in part.seen.items()}
    keys = [frame for part in parts for frame in part.keys.lazy()]
    across = engine.check_across(keys, named, index.known(keys) if index else (), exchange)
    if index and index_grows:
        index.add(keys)
    reported = engine.check_defects(
        folded_defects(pl.concat([p.defects for p in parts]), named), by_source_name(seen, named), named
    )
    late = merged([across.findings, reported.findings])
    filled = absence.summed([part.filled for part in parts])
    absent = Absence(filled, engine.once_without, _unordered(parts, late))
    metrics = summed([*(part.metrics for part in parts), across.metrics, reported.metrics])
    metrics = METRICS.validate(with_zero_rows(metrics, engine, by_source_name(seen, named)))
    habits = Habits(filled, engine.habits, _unordered(parts, late), fixing=engine.fixing)

    def told(frames: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
        return (habits.told(absent.told(frame)) for frame in frames)

    counts = counted_by_rule(told(_unordered(parts, late)))
    great_expectations = _verdict(
        settings, metrics, added_completeness([part.completeness for part in parts]), suite_file
    )
    columns = {path: names for part in parts for path, names in part.writable.items()}
    return Result(
        run={**(run or {}), "failed": sorted({path for part in parts for path in part.failed})},
        records=sum(seen.values()),
        metrics=metrics,
        counts=counts,
        findings=lambda: told(_in_order(parts, late)),
        touched=lambda: _touched(_in_order(parts, late), metrics, sum(seen.values())),
        mendable=lambda: fixable.count_fixable(_unordered(parts, late), across.folded, columns),
        undecided=int(metrics["undecided"].sum()),
        passed=decision.decide(counts, settings.fail_on, great_expectations),
        verdict=great_expectations.as_dict() if great_expectations else None,
        notices=[
            *notices,
            *(
                f"`{path}` is empty: no records"
                for path, n in seen.items()
                if n == 0 and not _spoken(path, parts)
            ),
        ],
        flagged=lambda places: _records_at(parts, places),
    )


def _touched(findings: Iterable[pl.DataFrame], metrics: pl.DataFrame, records: int) -> int:
    """Return how many records have a finding: where one stands for many copies, as many as its rule counts at least."""
    told = sum(frame.select("source", "line").n_unique() for frame in findings if frame.height)
    counted: list[int] = metrics.group_by("rule").agg(pl.col("violations").sum())["violations"].to_list()
    # A source that cannot be read has a finding, and no record.
    return min(max([told, *counted]), records)


def _verdict(
    settings: Settings, metrics: pl.DataFrame, completeness: pl.DataFrame, suite_file: Path | None
) -> Verdict | None:
    if not settings.thresholds:
        return None
    from scholint.reports.gate import great_expectations, thresholds  # noqa: PLC0415 - only a gate with thresholds needs them

    return great_expectations.judge(thresholds.parse(settings.thresholds), metrics, completeness, suite_file)


def _spoken(path: str, parts: Sequence[Part]) -> bool:
    return any((part.defects["source"] == path).any() for part in parts)


def _unordered(parts: Sequence[Part], late: pl.DataFrame) -> Iterator[pl.DataFrame]:
    for part in parts:
        yield from part.findings
    yield late


def _in_order(parts: Sequence[Part], late: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Yield the findings frames in the total order, the late ones sorted into the batch that they belong to."""
    for part in parts:
        for frame, (source, line) in zip(part.findings, part.ends, strict=True):
            due = (pl.col("source") < source) | ((pl.col("source") == source) & (pl.col("line") <= line))
            yield merged([frame, late.filter(due)])
            late = late.filter(~due)
    if late.height:
        yield late


def _records_at(parts: Sequence[Part], places: Collection[tuple[str, int]]) -> pl.DataFrame:
    wanted = pl.DataFrame(list(places), schema={"source": pl.String, "line": pl.UInt32}, orient="row")
    frames = [
        frame.join(wanted, on=["source", "line"], how="semi") for part in parts for frame in part.records
    ]
    return pl.concat([RECORDS.empty(), *frames])
