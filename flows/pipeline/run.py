"""The pipeline: sources in, a result out, in plain Python.

The command line, the library call and the Prefect flow are shells around `lint` and `conclude`; whichever
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
from scholint.flows.pipeline.conclude import conclude
from scholint.flows.pipeline.part import Part
from scholint.flows.pipeline.totals import added_completeness, completeness_of
from scholint.flows.reading.reader import Batch, read
from scholint.flows.settings import require_extras
from scholint.flows.sources.arguments import Expansion, expanded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from scholint.flows.settings import Settings
    from scholint.flows.sources.arguments import Source
    from scholint.reports.result import Result
from scholint.version import VERSION

TOGETHER = 2
"""Batches that are judged at once; one where rules are timed."""


def engine_of(
    settings: Settings, *, profile: bool = False, indexed: bool = False, fixing: bool = False
) -> Engine:
    """Return the engine that the settings ask for; with an index, near-duplicates are looked for by default.

    Raises:
        UnknownRuleError: a selector that no rule answers to.

    """
    rules = catalogue.select(settings.select, settings.ignore, with_index=indexed)
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
    batches = read(
        chosen,
        formats=declared_formats(settings.formats),
        forced=settings.source_format,
        limits=settings.limits,
        opener=_opener(settings),
    )
    together = TOGETHER if engine.seconds is None else 1
    for batch, judged in _judged(batches, partial(engine.check_records, named=part.named), together):
        for path, count in batch.seen.items():
            part.seen[path] = part.seen.get(path, 0) + count
        part.failed += batch.failed
        if batch.form:
            part.writable |= dict.fromkeys(batch.seen, fixable.writable_columns(batch.form))
        part.defects = pl.concat([part.defects, batch.defects])
        if judged:
            part.findings.append(judged.findings)
            part.keys.append(judged.keys)
            part.ends.append(_last_place(batch.records))
            metrics.append(judged.metrics)
            filled.append(absent.filled(batch.records, columns))
            if keep_records:
                part.records.append(batch.records)
            if complete:
                completeness.append(completeness_of(batch.records, part.named))
        if progress:
            progress(sum(batch.seen.values()))
    part.metrics = summed(metrics)
    part.completeness = added_completeness(completeness)
    part.filled = absent.summed(filled)
    return part


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
    require_extras(settings)
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


def run_facts(arguments: Sequence[str], settings: Settings, engine: Engine) -> dict[str, Any]:
    """Return what is known of a run before it begins."""
    return {
        "version": VERSION,
        "started": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "arguments": list(arguments),
        "configuration": settings.path,
        "fail_on": settings.fail_on,
        "rules": [rule.code for rule in engine.rules],
        "polars": pl.__version__,
    }


def _opener(settings: Settings) -> Callable[[Source], Iterator[bytes]] | None:
    def fetch(source: Source) -> Iterator[bytes]:
        from scholint.flows.sources.web import open_url  # noqa: PLC0415 - httpx costs 0.2 s

        return open_url(source.path, settings.http)

    return fetch


def _judged(
    batches: Iterator[Batch], judge: Callable[[pl.DataFrame], Checked], together: int
) -> Iterator[tuple[Batch, Checked | None]]:
    """Yield the batches in their order, each with what is said of its records; none where it has no records.

    `together`: so many are judged at once, while one more is read: reading keeps one core busy, and judging a batch
    seldom two.
    """

    def said(batch: Batch) -> Checked | None:
        return judge(batch.records) if batch.records.height else None

    with (
        ThreadPoolExecutor(max_workers=1, thread_name_prefix="reading") as reader,
        ThreadPoolExecutor(max_workers=together, thread_name_prefix="judging") as judges,
    ):
        waiting: deque[tuple[Batch, Future[Checked | None]]] = deque()
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
