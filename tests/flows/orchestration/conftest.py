"""The flow with a Prefect API of its own, and a feed of several files."""

from __future__ import annotations

import json
import warnings
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def flow() -> Iterator[Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from prefect.testing.utilities import prefect_test_harness

        from scholint.flows.orchestration import flow as lint

    with prefect_test_harness(server_startup_timeout=60):
        yield lint


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    folder = tmp_path / "feed"
    folder.mkdir()
    for i in range(6):
        records = [{"title": f"T{i}", "doi": f"10.12/{j % 3}", "year": "2020"} for j in range(20)]
        (folder / f"{i}.jsonl").write_text(
            "".join(json.dumps(r) + "\n" for r in records) + "{broken\n", "utf-8"
        )
    return folder
