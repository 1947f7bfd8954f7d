"""Neither Prefect nor the server that `flow serve` starts sends anything home, unless the user asks for it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

SETTINGS = ("DO_NOT_TRACK", "PREFECT_SERVER_ANALYTICS_ENABLED")


@pytest.mark.parametrize(
    ("given", "seen"), [({}, ["1", "false"]), (dict.fromkeys(SETTINGS, "true"), ["true", "true"])]
)
def test_telemetry_is_off_before_a_server_is_started(given: dict[str, str], seen: list[str]) -> None:
    script = (
        "import os, sys, scholint.flows.orchestration.serving\n"
        f"print([os.environ[name] for name in {SETTINGS!r}], 'prefect' in sys.modules)"
    )
    environment = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, env={**environment, **given}, check=True)
    assert done.stdout.strip() == f"{seen} False"
