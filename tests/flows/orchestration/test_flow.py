"""The Prefect flow, against a real API: the same findings as the command line, and no work done twice."""

from __future__ import annotations

import asyncio
import io
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from scholint.flows.pipeline import run as run_module
from scholint.flows.settings import Settings
from scholint.reports.writers import formats

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("default"),  # Prefect and its parts warn about each other
]


def lines(result: Any) -> str:
    stream = io.StringIO()
    formats.write("jsonl", result, stream)
    return stream.getvalue()


def test_the_flow_gives_the_same_bytes(
    flow: Any, feed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flow, "_home", lambda: tmp_path / "parts")
    report = tmp_path / "findings.txt"
    # Partitions of one byte: every file is a task of its own.
    summary = asyncio.run(flow.lint([str(feed)], None, 0, [f"jsonl={report}"]))
    result = run_module.check([str(feed)], Settings())
    assert report.read_text("utf-8") == lines(result)
    assert summary["records"] == result.records == 126
    assert summary["passed"] is result.passed is False
    assert len(list((tmp_path / "parts").iterdir())) == 6


def test_a_partition_that_was_done_is_not_done_again(
    flow: Any, feed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flow, "_home", lambda: tmp_path / "parts")
    done: list[int] = []
    work = run_module.check_sources

    def counted(chosen: Any, *rest: Any, **more: Any) -> Any:
        done.append(len(chosen))
        return work(chosen, *rest, **more)

    monkeypatch.setattr(run_module, "check_sources", counted)
    first = asyncio.run(flow.lint([str(feed)], None, 0, []))
    second = asyncio.run(flow.lint([str(feed)], None, 0, []))
    assert first["findings"] == second["findings"]
    assert done == [1] * 6
    (feed / "3.jsonl").write_text('{"title": "new", "doi": "10.12/9", "year": "2020"}\n', "utf-8")
    asyncio.run(flow.lint([str(feed)], None, 0, []))
    assert len(done) == 7


def test_the_run_is_named_and_leaves_artifacts(
    flow: Any, feed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flow, "_home", lambda: tmp_path / "parts")
    report = tmp_path / "report.html"

    async def run() -> tuple[list[str], set[str | None]]:
        from prefect.client.orchestration import get_client

        await flow.lint([str(feed)], None, 64, [str(report)])
        async with get_client() as client:
            runs = await client.read_flow_runs(limit=100)
            artifacts = await client.read_artifacts(limit=100)
        return [run.name for run in runs], {artifact.key for artifact in artifacts}

    names, artifacts = asyncio.run(run())
    assert f"lint {feed}" in names
    assert artifacts >= {"scholint-summary", "scholint-rules", "scholint-report"}


def test_prefect_deploys_the_flow_to_a_work_pool(flow: Any, feed: Path, tmp_path: Path) -> None:
    from prefect.client.orchestration import get_client
    from prefect.settings import PREFECT_API_URL

    def prefect(*arguments: str) -> str:
        environment = {**os.environ, "PREFECT_API_URL": str(PREFECT_API_URL.value())}
        command = [sys.executable, "-m", "prefect", "--no-prompt", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environment)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    prefect("work-pool", "create", "nightly", "--type", "process")
    assert "nightly" in prefect("work-pool", "ls")
    entrypoint = f"{flow.__name__}:lint"
    sources = f"sources={json.dumps([str(feed)])}"
    prefect(
        "deploy", entrypoint, "--name", "feed", "--pool", "nightly", "--cron", "0 6 * * *", "--param", sources
    )

    async def read() -> Any:
        async with get_client() as client:
            return await client.read_deployment_by_name("scholint/feed")

    deployment = asyncio.run(read())
    assert (deployment.entrypoint, deployment.work_pool_name) == (entrypoint, "nightly")
    assert deployment.parameters == {"sources": [str(feed)]}
    assert [schedule.schedule.cron for schedule in deployment.schedules] == ["0 6 * * *"]
