"""The Prefect flow around the pipeline. It has a task per partition, and publishes artifacts that summarize the run."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from prefect import flow, runtime, task
from prefect.artifacts import acreate_link_artifact, acreate_markdown_artifact, acreate_table_artifact
from prefect.settings import get_current_settings

from scholint.flows.orchestration import partitions, places
from scholint.flows.pipeline import finish, report_files
from scholint.flows.pipeline import run as run_module
from scholint.flows.pipeline.part import PartialResult
from scholint.flows.settings import discover, load, require_extras
from scholint.flows.sources.arguments import Source, resolve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from prefect.context import TaskRunContext

    from scholint.checks.exchange import Exchange
    from scholint.flows.pipeline.report_files import ReportFile
    from scholint.flows.settings import Settings
    from scholint.reports.result import Result

# How many partitions are checked at once: few locally, because each uses several threads, and many on a cluster, which
# schedules them itself.
AT_ONCE, MANY = 2, 1_000


def _run_name() -> str:
    sources = runtime.flow_run.parameters.get("sources") or ["?"]
    more = f" and {len(sources) - 1} more" if len(sources) > 1 else ""
    return f"lint {sources[0]}{more}"


def _cache_key(context: TaskRunContext, parameters: dict[str, Any]) -> str | None:  # noqa: ARG001 - Prefect calls it with this signature
    key: str | None = parameters["key"]
    return None if key is None else f"scholint-{key}"


def _settings(config: str | None) -> Settings:
    return load(Path(config) if config else discover(Path.cwd()))


def _home() -> Path:
    return Path(get_current_settings().home) / "scholint" / "parts"


@task(
    name="lint partition",
    task_run_name="lint {label}",
    retries=2,
    retry_delay_seconds=[2, 10],
    persist_result=True,
    cache_key_fn=_cache_key,
)
async def lint_partition(
    part: list[tuple[str, str]],
    config: str | None,
    key: str | None,
    label: str,  # noqa: ARG001 - names the task run
) -> dict[str, Any]:
    """Check one partition, and save its partial result in a directory.

    Return `folder` (the directory), `records` (how many were read), and `failed` (sources that could not be read).
    Prefect stores this result under `key`, so that an unchanged partition is not checked again.

    `part`: path and name of each source.

    Raises:
        OSError: A remote source could not be read. Prefect then retries the task.

    """
    settings = _settings(config)
    folder = _home() / (key or uuid4().hex)
    chosen = [Source(path=path, name=name) for path, name in part]

    def work() -> PartialResult:
        done = run_module.check_sources(chosen, settings, run_module.engine_of(settings))
        done.save(folder)
        return done

    done = await asyncio.to_thread(work)
    # Only remote sources are retried. A server may respond ten seconds later, but a local file does not change.
    remote = [path for path in done.failed if "://" in path]
    if remote and runtime.task_run.run_count <= 2:  # noqa: PLR2004 - as many as there are retries
        raise OSError(f"cannot read {', '.join(remote)}")
    return {"folder": str(folder), "records": sum(done.seen.values()), "failed": done.failed}


@flow(name="scholint", flow_run_name=_run_name, persist_result=False, log_prints=False)
async def lint(
    sources: list[str],
    config: str | None = None,
    partition_mib: int = 64,
    outputs: list[str] | None = None,
    scheduler: str | None = None,
) -> dict[str, Any]:
    """Check sources, write the reports, and publish artifacts that summarize the run.

    Return the counts, whether the gate passed, the sources that failed, and the paths of the reports.

    `outputs`: files for reports, as `FILE` or `FORMAT=FILE`. `scheduler`: the address of a Dask scheduler. If given,
    its workers check the partitions and exchange their keys.

    Raises:
        SourceError: None of the sources exists.
        ConfigurationError: The configuration is not valid.
        MissingExtraError: A setting needs an extra that is not installed.
        OutputError, UnknownFormatError: A report cannot be written. This is checked before anything is read.
        ReportError: A report could not be written at the end of the run.

    """
    settings = _settings(config)
    require_extras(settings)
    engine = run_module.engine_of(settings)
    files = report_files.parse(outputs or [])
    paths = [file.path for file in files]
    report_files.refuse_unwritable(paths)
    resolved = resolve(sources)
    report_files.refuse_sources(paths, resolved.sources)
    # A cluster has its own limit on the number of tasks at once.
    slots = asyncio.Semaphore(AT_ONCE if scheduler is None else MANY)

    async def one(part: list[Source]) -> tuple[PartialResult, Path]:
        async with slots:
            return await _partition(part, settings, config, on_cluster=scheduler is not None)

    found = await asyncio.gather(
        *(one(p) for p in partitions.partitions(resolved.sources, partition_mib << 20))
    )
    parts = [part for part, _ in found]
    parts[0].failed += resolved.missing
    facts = run_module.run_facts(sources, settings, engine)
    result = await asyncio.to_thread(
        finish.finish,
        parts,
        settings,
        engine,
        run=facts,
        notices=resolved.notices,
        exchange=_exchange(scheduler, [folder for _, folder in found]),
    )
    await asyncio.to_thread(report_files.write, files, result)
    await _leave_artifacts(result, files)
    return {**_summary(result), "outputs": [str(path.resolve()) for path in paths]}


async def _partition(
    part: list[Source], settings: Settings, config: str | None, *, on_cluster: bool
) -> tuple[PartialResult, Path]:
    """Check a partition. Return its partial result, and the directory in which it is saved."""
    key = await asyncio.to_thread(partitions.key, part, settings)
    arguments: dict[str, Any] = {
        "part": [(s.path, s.name) for s in part],
        "config": config,
        "key": key,
        "label": part[0].path if len(part) == 1 else f"{len(part)} files from {part[0].path}",
    }

    async def done(work: Any) -> Path:
        if on_cluster:
            future = work.submit(**arguments)
            return Path((await asyncio.to_thread(future.result))["folder"])
        return Path((await work(**arguments))["folder"])

    folder = await done(lint_partition)
    try:
        return await asyncio.to_thread(PartialResult.load, folder), folder
    except OSError:
        # Prefect has stored the result, but the directory with the findings was deleted. Check the partition again.
        folder = await done(lint_partition.with_options(refresh_cache=True))
        return await asyncio.to_thread(PartialResult.load, folder), folder


def _exchange(scheduler: str | None, folders: Sequence[Path]) -> Exchange | None:
    if scheduler is None:
        return None
    from scholint.flows.orchestration import cluster  # noqa: PLC0415 - Dask is an extra

    return cluster.exchange(
        scheduler, [path for folder in folders for path in sorted(folder.glob("keys-*.arrow"))]
    )


def _summary(result: Result) -> dict[str, Any]:
    counts = {severity: count for severity, count in result.by_severity().items() if count}
    decision = "passed" if result.passed else "failed"
    shown = ", ".join(f"{count:,} {severity}" for severity, count in counts.items()) or "none"
    return {
        "records": result.records,
        "findings": counts,
        "undecided": result.undecided,
        "passed": result.passed,
        "failed": result.run["failed"],
        "line": f"gate {decision}: {result.records:,} records, findings: {shown}",
    }


async def _leave_artifacts(result: Result, files: Sequence[ReportFile]) -> None:
    summary = _summary(result)
    lines = [f"# scholint: {'passed' if result.passed else 'failed'}", summary["line"], *result.notices]
    await acreate_markdown_artifact(
        "\n\n".join(lines), key="scholint-summary", description="Gate result and counts"
    )
    table = result.counts.sort("findings", descending=True).to_dicts()
    await acreate_table_artifact(table, key="scholint-rules", description="Findings per rule")
    for file in files:
        if file.format == "html":
            await acreate_link_artifact(
                file.path.resolve().as_uri(), key="scholint-report", description="HTML report"
            )


def run(
    sources: Sequence[str],
    *,
    config: str | None = None,
    partition_mib: int = 64,
    outputs: Sequence[str] = (),
    on: str | None = None,
) -> dict[str, Any]:
    """Run the flow once, from synchronous code, and return what `lint` returns.

    `on`: where the partitions are checked: `dask://HOST:PORT`, `processes:N`, or None for this process.

    Raises:
        PlaceError: `on` has another form.

    """
    if on is None:
        return asyncio.run(lint(list(sources), config, partition_mib, list(outputs)))
    place = places.parse(on)
    from scholint.flows.orchestration import cluster  # noqa: PLC0415 - Dask is an extra

    with cluster.scheduler(place) as address:
        there = lint.with_options(task_runner=cluster.runner(address))
        return asyncio.run(there(list(sources), config, partition_mib, list(outputs), address))
