"""The flow on a real Dask scheduler with two workers, each a process of its own: the same bytes as one process gives."""

from __future__ import annotations

import asyncio
import io
import json
import os
import subprocess
import sys
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("distributed", reason="the extra scholint[dask] is not installed")
pytest.importorskip("prefect_dask", reason="the extra scholint[dask] is not installed")

from scholint.checks.duplicates import sketches
from scholint.flows.pipeline import run
from scholint.flows.settings import Settings
from scholint.reports.writers import formats

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("default"),  # Dask and Prefect warn about their own parts
]


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    folder = tmp_path / "feed"
    folder.mkdir()
    text = (
        "Bakers of three towns kept a book of every loaf that came back to them unsold, number {}. We copied the"
        " books for the winter of 1911, weighed loaves of the same kinds, and asked what was done with the bread."
        " Most of it went to farms as feed, some to the poor house, and none was thrown away."
    )
    for i in range(4):
        records = [
            {
                "id": f"{i}-{j}",
                "title": f"On the bread of the {j} ovens that came back to town",
                "authors": [f"Lumen, {j % 5}"],
                "doi": f"10.{1000 + i}/{j % 7}",
                "year": "2020",
                "abstract": text.format(j % 3),
            }
            for j in range(12)
        ]
        # One journal's works in all files, and one work that is assigned to it wrongly.
        records += [
            {
                "title": f"Hearts {i} {j}",
                "doi": f"10.{46272 if i + j == 5 else 1016}/h{i}{j}",
                "journal": "American Journal of Cardiology",
                "year": str(2004 if i + j == 5 else 2000 + i + j),
            }
            for j in range(3)
        ]
        (folder / f"{i}.jsonl").write_text("".join(json.dumps(r) + "\n" for r in records), "utf-8")
    return folder


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[str]:
    place = tmp_path / "scheduler.json"
    env = {**os.environ, "DASK_DISTRIBUTED__DASHBOARD__LINK": "", "PYTHONWARNINGS": "ignore"}
    dask = [sys.executable, "-m", "distributed.cli.dask_"]
    common = {"env": env, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": tmp_path}
    processes = [
        subprocess.Popen(
            [
                f"{dask[0]}",
                "-m",
                f"{dask[2]}scheduler",
                "--host",
                "127.0.0.1",
                "--port",
                "0",
                "--no-dashboard",
                "--scheduler-file",
                str(place),
            ],
            **common,
        )
    ]
    try:
        for _ in range(2):
            options = [
                "--nthreads",
                "1",
                "--no-dashboard",
                "--host",
                "127.0.0.1",
                "--scheduler-file",
                str(place),
            ]
            processes.append(subprocess.Popen([dask[0], "-m", f"{dask[2]}worker", *options], **common))
        until = time.monotonic() + 60
        while not place.exists() and time.monotonic() < until:
            time.sleep(0.2)
        yield str(json.loads(place.read_text("utf-8"))["address"])
    finally:
        for process in reversed(processes):
            process.terminate()
        for process in processes:
            process.wait(30)


def test_a_cluster_gives_the_same_bytes(
    flow: Any, feed: Path, scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from distributed import Client

    from scholint.flows.orchestration import cluster

    settings = Settings(select=("ALL", "DUP004"))
    result = run.check([str(feed)], settings)
    config = tmp_path / "scholint.toml"
    config.write_text('select = ["ALL", "DUP004"]\n', "utf-8")
    monkeypatch.setattr(flow, "_home", lambda: tmp_path / "parts")
    # What compares texts is named to the workers, and does not run here.
    monkeypatch.setattr(sketches, "_verified", None)
    with Client(scheduler) as client:
        client.wait_for_workers(2, timeout=60)
    report = tmp_path / "findings.jsonl"
    there = flow.lint.with_options(task_runner=cluster.runner(scheduler))
    summary = asyncio.run(there([str(feed)], str(config), 0, [str(report)], scheduler))
    stream = io.StringIO()
    formats.write("jsonl", result, stream)
    assert report.read_text("utf-8") == stream.getvalue()
    assert {"DUP001", "DUP003", "DUP004", "JNL006"} <= {
        json.loads(line)["rule"] for line in stream.getvalue().splitlines()
    }
    with Client(scheduler) as client:
        executed = client.run(lambda dask_worker: dask_worker.state.executed_count)
    assert sum(executed.values()) >= 4, "the workers did the work"
    assert summary["records"] == result.records == 60


def test_two_processes_give_the_same_bytes(flow: Any, feed: Path, tmp_path: Path) -> None:
    report = tmp_path / "findings.jsonl"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        flow.run([str(feed)], partition_mib=0, outputs=[str(report)], on="processes:2")
    stream = io.StringIO()
    formats.write("jsonl", run.check([str(feed)], Settings()), stream)
    assert report.read_text("utf-8") == stream.getvalue()
