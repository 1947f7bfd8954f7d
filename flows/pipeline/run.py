"""The pipeline: sources in, a result out, in plain Python.

The command line, the library call and the Prefect flow are shells around `check_sources` and `finish`; whichever
runs them, and in however many parts, the findings are the same bytes.
"""

from __future__ import annotations

import time
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

from scholint.checks import catalogue
from scholint.checks.engine.engine import Checked, Engine
from scholint.checks.engine.folding import absent
from scholint.checks.engine.metrics import summed
from scholint.flows.fixing import fixable
from scholint.flows.formats.declaration import formats as declared_formats
from scholint.flows.pipeline import index as indexes
from scholint.flows.pipeline.finish import finish
from scholint.flows.pipeline.part import PartialResult
from scholint.flows.pipeline.totals import added_completeness, completeness_of
from scholint.flows.reading.reader import Batch, read
from scholint.flows.settings import require_extras
from scholint.flows.sources.arguments import ResolvedSources, resolve
from scholint.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from scholint.flows.settings import Settings
    from scholint.flows.sources.arguments import Source
    from scholint.reports.result import Result

AT_ONCE = 2
"""Batches that are checked at a time; one where rules are timed."""


def engine_of(
    settings: Settings, *, profile: bool = False, indexed: bool = False, fixing: bool = False
) -> Engine:
    """Return the engine for the settings; with an index, some rules are on by default that otherwise are not.

    Raises:
        UnknownRuleError: a selector that matches no rule.

    """
    rules = catalogue.select(settings.select, settings.ignore, with_index=indexed)
    return Engine(rules, settings.rules, settings.severities, profile=profile, fixing=fixing)


def check_sources(
    sources: Sequence[Source],
    settings: Settings,
    engine: Engine,
    *,
    keep_records: bool = False,
    progress: Callable[[int], None] | None = None,
) -> PartialResult:
    """Read the sources, and check every record by itself.

    `progress` is called with the number of records of each batch.
    """
    part = PartialResult({source.path: source.name for source in sources})
    completeness = any("completeness" in threshold for threshold in settings.thresholds)
    batches = read(
        sources,
        formats=declared_formats(settings.formats),
        forced=settings.source_format,
        limits=settings.limits,
        opener=_opener(settings),
    )
    totals = _Totals(_columns_of_folds(engine), part.source_names if completeness else None)
    at_once = AT_ONCE if engine.seconds is None else 1
    check_records = partial(engine.check_records, source_names=part.source_names)
    for batch, checked in _checked(batches, check_records, at_once):
        _add_facts(part, batch)
        if checked:
            part.findings.append(checked.findings)
            part.keys.append(checked.keys)
            part.ends.append(_last_place(batch.records))
            totals.add(batch.records, checked.metrics)
            if keep_records:
                part.records.append(batch.records)
        if progress:
            progress(sum(batch.seen.values()))
    part.metrics = summed(totals.metrics)
    part.completeness = added_completeness(totals.completeness)
    part.filled = absent.add_filled(totals.filled)
    return part


def _add_facts(part: PartialResult, batch: Batch) -> None:
    """Add what the reader knows of a batch, also of one without records."""
    for path, count in batch.seen.items():
        part.seen[path] = part.seen.get(path, 0) + count
    part.failed += batch.failed
    if batch.form:
        part.writable |= dict.fromkeys(batch.seen, fixable.writable_columns(batch.form))
    part.defects = pl.concat([part.defects, batch.defects])


class _Totals:
    """Counts of each batch, to be added up.

    `columns`: those of which it is counted how many records fill them. `source_names`: path to name, where completeness
    is asked for.
    """

    def __init__(self, columns: Sequence[str], source_names: Mapping[str, str] | None) -> None:
        self._columns = columns
        self._source_names = source_names
        self.metrics: list[pl.DataFrame] = []
        self.filled: list[pl.DataFrame] = []
        self.completeness: list[pl.DataFrame] = []

    def add(self, records: pl.DataFrame, metrics: pl.DataFrame) -> None:
        """Count a batch."""
        self.metrics.append(metrics)
        self.filled.append(absent.count_filled(records, self._columns))
        if self._source_names is not None:
            self.completeness.append(completeness_of(records, self._source_names))


def _columns_of_folds(engine: Engine) -> list[str]:
    """Return the columns that decide which findings are folded: those that none, or most, records of a source fill."""
    absent_columns = {name for names in engine.absent.values() for name in names}
    return sorted(absent_columns | {name for _, name in engine.common})


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
    resolved: ResolvedSources | None = None,
    fixing: bool = False,
) -> Result:
    """Check files, directories, glob patterns, URLs or standard input (`-`) in one go.

    `index`: a directory with the keys of earlier runs, made where it does not exist, and added to if `index_grows`.
    `resolved`: what the arguments name, where the caller has resolved them. `fixing`: every finding with a fix is
    reported, however many are alike.

    Raises:
        SourceError: no argument names anything.
        IndexFaultError: an index that cannot be used.
        UnknownRuleError, ThresholdError: a setting that is not valid.
        MissingExtraError: the settings need an extra that is not installed.

    """
    began = time.time()
    require_extras(settings)
    engine = engine_of(settings, profile=profile, indexed=index is not None, fixing=fixing)
    earlier = indexes.opened(index, engine) if index else None
    resolved = resolved or resolve(arguments)
    part = check_sources(resolved.sources, settings, engine, keep_records=keep_records, progress=progress)
    part.failed += resolved.missing
    facts = {**run_facts(arguments, settings, engine), "seconds": round(time.time() - began, 3)}
    result = finish(
        [part],
        settings,
        engine,
        run=facts,
        notices=resolved.notices,
        suite_file=suite_file,
        index=earlier,
        index_grows=index_grows,
    )
    return replace(result, profile=engine.seconds)


def run_facts(arguments: Sequence[str], settings: Settings, engine: Engine) -> dict[str, Any]:
    """Return the facts of a run that are known before it begins."""
    return {
        "version": VERSION,
        "started": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "arguments": list(arguments),
        "configuration": settings.path,
        "fail_on": settings.fail_on,
        "rules": [rule.code for rule in engine.rules],
        "polars": pl.__version__,
    }


def _opener(settings: Settings) -> Callable[[Source], Iterator[bytes]]:
    def fetch(source: Source) -> Iterator[bytes]:
        from scholint.flows.sources.web import open_url  # noqa: PLC0415 - httpx costs 0.2 s

        return open_url(source.path, settings.http)

    return fetch


def _checked(
    batches: Iterator[Batch], check_records: Callable[[pl.DataFrame], Checked], at_once: int
) -> Iterator[tuple[Batch, Checked | None]]:
    """Yield the batches in their order, each with the result of its records; None where it has no records.

    `at_once` batches are checked at a time, while one more is read: reading keeps one core busy, and checking a batch
    rarely keeps two.
    """

    def check_batch(batch: Batch) -> Checked | None:
        return check_records(batch.records) if batch.records.height else None

    with (
        ThreadPoolExecutor(max_workers=1, thread_name_prefix="reading") as reader,
        ThreadPoolExecutor(max_workers=at_once, thread_name_prefix="checking") as checkers,
    ):
        waiting: deque[tuple[Batch, Future[Checked | None]]] = deque()
        coming = reader.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = reader.submit(next, batches, None)
            waiting.append((batch, checkers.submit(check_batch, batch)))
            # Not more batches than are checked: each holds its records in memory.
            if len(waiting) == at_once:
                first, checked = waiting.popleft()
                yield first, checked.result()
        for first, checked in waiting:
            yield first, checked.result()


def _last_place(records: pl.DataFrame) -> tuple[str, int]:
    source, line = records.select("source", "line").row(-1)
    return source, line
