"""The pipeline: sources in, a result out, in plain Python.

The command line, the library call and the Prefect flow are shells around `lint` and `conclude`; whichever
runs them, and in however many parts, the findings are the same bytes.
"""

from __future__ import annotations

import json
import time
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

import polars as pl

from scholint.checks import absence, catalogue
from scholint.checks.absence import Absence
from scholint.checks.contract import DEFECTS, METRICS, RECORDS
from scholint.checks.engine import Engine, Judgement, summed
from scholint.checks.findings import merged
from scholint.checks.habits import Habits
from scholint.flows import configuration, mendable, reading, sources
from scholint.flows import index as indexes
from scholint.flows.detection import formats as declared_formats
from scholint.flows.spool import Spool
from scholint.reports import gate
from scholint.reports.result import Result

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from scholint.checks.grouping import Exchange
    from scholint.flows.configuration import Settings
    from scholint.flows.index import Index
    from scholint.flows.sources import Source
    from scholint.reports.verdict import Verdict

Expansion: TypeAlias = "tuple[list[Source], list[str], list[str]]"
COMPLETENESS = {"source": pl.String(), "column": pl.String(), "records": pl.UInt64(), "filled": pl.UInt64()}


@dataclass(slots=True)
class Part:
    """What came of some of the sources, before rules over the whole input have spoken.

    `findings` and `ends` go together: the last (source, line) that each frame of findings covers. `writable`: source to
    the columns to which fixes can be written.
    """

    named: Mapping[str, str]
    findings: Spool = field(default_factory=Spool)
    keys: Spool = field(default_factory=Spool)
    records: Spool = field(default_factory=Spool)
    ends: list[tuple[str, int]] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    writable: dict[str, list[str]] = field(default_factory=dict)
    metrics: pl.DataFrame = field(default_factory=METRICS.empty)
    defects: pl.DataFrame = field(default_factory=DEFECTS.empty)
    completeness: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=COMPLETENESS))
    filled: pl.DataFrame = field(default_factory=lambda: absence.summed(()))

    def save(self, folder: Path) -> None:
        """Write the part into a folder, from which `load` reads it back."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("findings", "keys"):
            for i, frame in enumerate(getattr(self, name)):
                frame.write_ipc(folder / f"{name}-{i:06d}.arrow", compression="zstd")
        for name in _WHOLE:
            getattr(self, name).write_ipc(folder / f"{name}.arrow", compression="zstd")
        facts = {name: getattr(self, name) for name in ("named", "ends", "seen", "failed", "writable")}
        (folder / "part.json").write_text(json.dumps(facts), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> Part:
        """Read what `save` wrote.

        Raises:
            OSError: the folder is not, or no longer, a whole part.

        """
        facts = json.loads((folder / "part.json").read_text("utf-8"))
        part = cls(facts["named"], seen=facts["seen"], failed=facts["failed"], writable=facts["writable"])
        part.ends = [(source, line) for source, line in facts["ends"]]
        for name in ("findings", "keys"):
            for path in sorted(folder.glob(f"{name}-*.arrow")):
                getattr(part, name).append(pl.read_ipc(path))
        for name in _WHOLE:
            setattr(part, name, pl.read_ipc(folder / f"{name}.arrow"))
        return part


_WHOLE = ("metrics", "defects", "completeness", "filled")
NEAR = "DUP004"
TOGETHER = 2
"""Batches that are judged at once; one where rules are timed."""


def engine_of(
    settings: Settings, *, profile: bool = False, indexed: bool = False, fixing: bool = False
) -> Engine:
    """Return the engine that the settings ask for; with an index, near-duplicates are looked for by default.

    Raises:
        UnknownRuleError: a selector that no rule answers to.

    """
    rules = catalogue.select(settings.select, settings.ignore)
    if indexed and not settings.select:
        near = catalogue.select((NEAR,), settings.ignore)
        rules = sorted({*rules, *near}, key=lambda rule: rule.code)
    return Engine(rules, settings.rules, settings.severities, profile=profile, fixing=fixing)


def lint(
    chosen: Sequence[Source],
    settings: Settings,
    engine: Engine,
    *,
    keep_records: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Part:
    """Read the sources and judge every record by itself.

    `progress` is told how many records came in, batch by batch.
    """
    part = Part({source.path: source.named for source in chosen})
    complete = any("completeness" in threshold for threshold in settings.thresholds)
    columns = sorted(
        {*(name for names in engine.once_without.values() for name in names), *(f for _, f in engine.habits)}
    )
    metrics, completeness, filled = [], [], []
    batches = reading.read(
        chosen,
        formats=declared_formats(settings.formats),
        forced=settings.source_format,
        limits=settings.limits,
        opener=_opener(settings),
    )
    together = TOGETHER if engine.seconds is None else 1
    for batch, judged in _judged(batches, partial(engine.judge, named=part.named), together):
        for path, count in batch.seen.items():
            part.seen[path] = part.seen.get(path, 0) + count
        part.failed += batch.failed
        if batch.form:
            part.writable |= dict.fromkeys(batch.seen, mendable.writable(batch.form))
        part.defects = pl.concat([part.defects, batch.defects])
        if judged:
            part.findings.append(judged.findings)
            part.keys.append(judged.keys)
            part.ends.append(_last_place(batch.records))
            metrics.append(judged.metrics)
            filled.append(absence.filled(batch.records, columns))
            if keep_records:
                part.records.append(batch.records)
            if complete:
                completeness.append(_completeness(batch.records, part.named))
        if progress:
            progress(sum(batch.seen.values()))
    part.metrics = summed(metrics)
    part.completeness = _added(completeness)
    part.filled = absence.summed(filled)
    return part


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
    across = engine.conclude(keys, named, index.known(keys) if index else (), exchange)
    if index and index_grows:
        index.add(keys)
    reported = engine.report(
        _folded(pl.concat([p.defects for p in parts]), named), _by_name(seen, named), named
    )
    late = merged([across.findings, reported.findings])
    filled = absence.summed([part.filled for part in parts])
    absent = Absence(filled, engine.once_without, _unordered(parts, late))
    metrics = summed([*(part.metrics for part in parts), across.metrics, reported.metrics])
    metrics = METRICS.validate(_with_zero_rows(metrics, engine, _by_name(seen, named)))
    habits = Habits(filled, engine.habits, _unordered(parts, late), fixing=engine.fixing)

    def told(frames: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
        return (habits.told(absent.told(frame)) for frame in frames)

    counts = _counts(told(_unordered(parts, late)))
    verdict = _verdict(settings, metrics, _added([part.completeness for part in parts]), suite_file)
    columns = {path: names for part in parts for path, names in part.writable.items()}
    return Result(
        run={**(run or {}), "failed": sorted({path for part in parts for path in part.failed})},
        records=sum(seen.values()),
        metrics=metrics,
        counts=counts,
        findings=lambda: told(_in_order(parts, late)),
        touched=lambda: _touched(_in_order(parts, late), metrics, sum(seen.values())),
        mendable=lambda: mendable.counted(_unordered(parts, late), across.folded, columns),
        undecided=int(metrics["undecided"].sum()),
        passed=gate.decide(counts, settings.fail_on, verdict),
        verdict=verdict.as_dict() if verdict else None,
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


def check(  # noqa: PLR0913 - what a run may bring
    arguments: Sequence[str],
    settings: Settings,
    *,
    keep_records: bool = False,
    progress: Callable[[int], None] | None = None,
    suite_file: Path | None = None,
    profile: bool = False,
    index: Path | None = None,
    index_grows: bool = True,
    meant: Expansion | None = None,
    fixing: bool = False,
) -> Result:
    """Lint files, directories, globs, URLs or standard input (`-`) in one go.

    `index`: a folder with the keys of earlier runs, made where it does not exist, and added to if `index_grows`.
    `meant`: what the arguments mean, where `expanded` has said it already. `fixing`: every
    finding with a fix is told, however many are alike.

    Raises:
        SourceError: an argument that names nothing readable and there is no other.
        IndexFaultError: an index that cannot be used.
        UnknownRuleError, ThresholdError: a setting that cannot be followed.
        MissingExtraError: the settings need an extra that is not installed.

    """
    began = time.time()
    configuration.require_extras(settings)
    engine = engine_of(settings, profile=profile, indexed=index is not None, fixing=fixing)
    earlier = indexes.opened(index, engine) if index else None
    chosen, notices, missing = meant or expanded(arguments)
    part = lint(chosen, settings, engine, keep_records=keep_records, progress=progress)
    part.failed += missing
    facts = {**run_facts(arguments, settings, engine), "seconds": round(time.time() - began, 3)}
    result = conclude(
        [part],
        settings,
        engine,
        run=facts,
        notices=notices,
        suite_file=suite_file,
        index=earlier,
        index_grows=index_grows,
    )
    return replace(result, profile=engine.seconds)


def expanded(arguments: Sequence[str]) -> Expansion:
    """Return the sources that the arguments mean, notices, and the arguments that name nothing.

    Raises:
        SourceError: no argument names anything.

    """
    found: list[Source] = []
    notices: list[str] = []
    missing: list[str] = []
    for argument in arguments:
        try:
            some, said = sources.expand([argument])
        except sources.SourceError as error:
            if len(arguments) == 1:
                raise
            notices.append(str(error))
            missing.append(argument)
        else:
            found += some
            notices += said
    if not found:
        raise sources.SourceError("; ".join(notices))
    return sources.once(found), notices, missing


def run_facts(arguments: Sequence[str], settings: Settings, engine: Engine) -> dict[str, Any]:
    """Return what is known of a run before it begins."""
    from scholint import __version__  # noqa: PLC0415 - the package imports this module

    return {
        "version": __version__,
        "started": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "arguments": list(arguments),
        "configuration": settings.path,
        "fail_on": settings.fail_on,
        "rules": [rule.code for rule in engine.rules],
        "polars": pl.__version__,
    }


def _opener(settings: Settings) -> Callable[[Source], Iterator[bytes]] | None:
    def fetch(source: Source) -> Iterator[bytes]:
        from scholint.flows.fetching import open_url  # noqa: PLC0415 - httpx costs 0.2 s

        return open_url(source.path, settings.http)

    return fetch


def _judged(
    batches: Iterator[reading.Batch], judge: Callable[[pl.DataFrame], Judgement], together: int
) -> Iterator[tuple[reading.Batch, Judgement | None]]:
    """Yield the batches in their order, each with what is said of its records; none where it has no records.

    `together`: so many are judged at once, while one more is read: reading keeps one core busy, and judging a batch
    seldom two.
    """

    def said(batch: reading.Batch) -> Judgement | None:
        return judge(batch.records) if batch.records.height else None

    with (
        ThreadPoolExecutor(max_workers=1, thread_name_prefix="reading") as reader,
        ThreadPoolExecutor(max_workers=together, thread_name_prefix="judging") as judges,
    ):
        waiting: deque[tuple[reading.Batch, Future[Judgement | None]]] = deque()
        coming = reader.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = reader.submit(next, batches, None)
            waiting.append((batch, judges.submit(said, batch)))
            if len(waiting) == together:
                first, judged = waiting.popleft()
                yield first, judged.result()
        for first, judged in waiting:
            yield first, judged.result()


def _last_place(records: pl.DataFrame) -> tuple[str, int]:
    source, line = records.select("source", "line").row(-1)
    return source, line


def _completeness(records: pl.DataFrame, named: Mapping[str, str]) -> pl.DataFrame:
    columns = [name for name in RECORDS.columns if name not in ("source", "line", "format", "provides")]
    filled = [absence.fills(n).sum().cast(pl.UInt64).alias(n) for n in columns]
    return (
        records.group_by(pl.col("source").replace(named))
        .agg(pl.len().cast(pl.UInt64).alias("records"), *filled)
        .unpivot(index=("source", "records"), variable_name="column", value_name="filled")
        .select(list(COMPLETENESS))
    )


def _added(completeness: Sequence[pl.DataFrame]) -> pl.DataFrame:
    return (
        pl.concat([pl.DataFrame(schema=COMPLETENESS), *completeness])
        .group_by("source", "column")
        .agg(pl.col("records", "filled").sum())
        .select(list(COMPLETENESS))
        .sort("source", "column")
    )


def _by_name(seen: Mapping[str, int], named: Mapping[str, str]) -> dict[str, int]:
    totals: dict[str, int] = {}
    for path, count in seen.items():
        totals[named[path]] = totals.get(named[path], 0) + count
    return totals


def _folded(defects: pl.DataFrame, named: Mapping[str, str]) -> pl.DataFrame:
    """Return the defects with one row a named source, field and kind for those that every record shares."""
    shared = pl.col("rule") == "REC003"
    folded = (
        defects.filter(shared)
        .sort("source", "line")
        .group_by(
            pl.col("source").replace(named).alias("name"),
            "rule",
            "field",
            "expected",
            "found",
            maintain_order=True,
        )
        .agg(pl.exclude("records").first(), pl.col("records").sum())
        .select(DEFECTS.schema.names())
    )
    return pl.concat([defects.filter(~shared), folded])


def _with_zero_rows(metrics: pl.DataFrame, engine: Engine, totals: Mapping[str, int]) -> pl.DataFrame:
    rules = [(r.code, r.name, engine.severity(r)) for r in engine.rules]
    rows = [(s, *r) for s in totals for r in rules]
    every = pl.DataFrame(rows, schema=["source", "rule", "name", "severity"], orient="row")
    return (
        every.cast(pl.String)
        .join(metrics.drop("name", "severity"), on=["source", "rule"], how="left")
        .with_columns(pl.col("records", "violations", "undecided", "findings").fill_null(0))
        .select(METRICS.schema.names())
        .sort("source", "rule")
    )


def _counts(frames: Iterable[pl.DataFrame]) -> pl.DataFrame:
    each = [
        f.group_by("severity", "rule", "name").agg(pl.len().cast(pl.UInt64).alias("findings")) for f in frames
    ]
    empty = pl.DataFrame(
        schema={"severity": pl.String, "rule": pl.String, "name": pl.String, "findings": pl.UInt64}
    )
    return (
        pl.concat([empty, *each])
        .group_by("severity", "rule", "name")
        .agg(pl.col("findings").sum())
        .sort("rule", "severity")
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
    from scholint.reports import thresholds, verdict  # noqa: PLC0415 - only a gate with thresholds needs them

    return verdict.judge(thresholds.parse(settings.thresholds), metrics, completeness, suite_file)


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
