"""The pipeline, which checks sources and returns the result, in plain Python.

The command line, the library, and the Prefect flow all call `check_sources` and `finish`. The findings are the same,
byte for byte, no matter which of them runs the pipeline, and into how many parts the sources are split.
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
from scholint.flows.pipeline.spool import Spool
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
"""The number of batches that are checked at the same time. It is one if rules are timed."""


def engine_of(
    settings: Settings, *, profile: bool = False, indexed: bool = False, fixing: bool = False
) -> Engine:
    """Return the engine for the settings.

    `profile`: time the rules. `indexed`: the run uses an index, which turns on more rules by default. `fixing`: report
    every finding that has a fix.

    Raises:
        UnknownRuleError: A selector matches no rule.

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
    """Read the sources, and check each record by itself.

    `keep_records`: keep the records in the result. `progress`: a function that is called with the number of records of
    each batch.
    """
    part = PartialResult(
        {source.path: source.name for source in sources}, records=Spool() if keep_records else None
    )
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
            if part.records is not None:
                part.records.append(batch.records)
        if progress:
            progress(sum(batch.seen.values()))
    part.metrics = summed(totals.metrics)
    part.completeness = added_completeness(totals.completeness)
    part.filled = absent.add_filled(totals.filled)
    return part


def _add_facts(part: PartialResult, batch: Batch) -> None:
    """Add the facts that the reader found to a partial result. A batch without records has such facts, too."""
    for path, count in batch.seen.items():
        part.seen[path] = part.seen.get(path, 0) + count
    part.failed += batch.failed
    if batch.form:
        part.writable |= dict.fromkeys(batch.seen, fixable.writable_columns(batch.form))
    part.defects = pl.concat([part.defects, batch.defects])


class _Totals:
    """Collects the counts of all batches.

    `columns`: the columns for which filled records are counted. `source_names`: path of a source to its name. If None,
    completeness is not counted.
    """

    def __init__(self, columns: Sequence[str], source_names: Mapping[str, str] | None) -> None:
        self._columns = columns
        self._source_names = source_names
        self.metrics: list[pl.DataFrame] = []
        self.filled: list[pl.DataFrame] = []
        self.completeness: list[pl.DataFrame] = []

    def add(self, records: pl.DataFrame, metrics: pl.DataFrame) -> None:
        """Add the counts of a batch."""
        self.metrics.append(metrics)
        self.filled.append(absent.count_filled(records, self._columns))
        if self._source_names is not None:
            self.completeness.append(completeness_of(records, self._source_names))


def _columns_of_folds(engine: Engine) -> list[str]:
    """Return the columns that decide which findings are folded. Folding counts how many records have a value there."""
    absent_columns = {name for names in engine.absent.values() for name in names}
    return sorted(absent_columns | {name for _, name in engine.common})


def check(  # noqa: PLR0913 - all inputs of a run
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
    """Check files, directories, glob patterns, URLs, or standard input (`-`), and return the result.

    - `keep_records`: keep the records in the result.
    - `progress`: a function that is called with the number of records of each batch.
    - `suite_file`: where the Great Expectations suite is saved.
    - `profile`: time the rules.
    - `index`: a directory with the keys of earlier runs. It is created if it does not exist. The keys of this run are
      added if `index_grows`.
    - `resolved`: the sources of the arguments, if the caller has already resolved them.
    - `fixing`: report every finding that has a fix, even if many findings are alike.

    Raises:
        SourceError: None of the arguments leads to a source.
        IndexFaultError: The index cannot be used.
        UnknownRuleError, ThresholdError: A setting is not valid.
        MissingExtraError: A setting needs an extra that is not installed.

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
    """Return the facts about a run that are known when it starts, as JSON values."""
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
    """Yield the batches in order, each with the result of checking its records, or None if it has no records.

    `at_once`: how many batches are checked at the same time, while one more batch is read. Reading uses one core, and
    checking a batch rarely uses more than two.
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
            # No more batches are read ahead, because each keeps its records in memory.
            if len(waiting) == at_once:
                first, checked = waiting.popleft()
                yield first, checked.result()
        for first, checked in waiting:
            yield first, checked.result()


def _last_place(records: pl.DataFrame) -> tuple[str, int]:
    source, line = records.select("source", "line").row(-1)
    return source, line
