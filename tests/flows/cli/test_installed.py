"""The installed command as its users run it: in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scholint.version import VERSION
from tests.command_line import BAD, GOOD, write_records

pytestmark = pytest.mark.slow
MODULE = (sys.executable, "-m", "scholint")
SCRIPT = (str(Path(sys.executable).with_name("scholint")),)


def run(
    *arguments: str, command: tuple[str, ...] = MODULE, stdin: str = ""
) -> subprocess.CompletedProcess[str]:
    # Not below the checkout, so that the installed package runs.
    return subprocess.run([*command, *arguments], input=stdin, capture_output=True, text=True, cwd="/")


@pytest.mark.parametrize("command", [MODULE, SCRIPT], ids=["module", "script"])
def test_both_commands_are_installed(command: tuple[str, ...]) -> None:
    done = run("--version", command=command)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"scholint {VERSION}\n", "")


@pytest.mark.parametrize(
    ("arguments", "stdin", "status"),
    [
        (("check", "-"), json.dumps(GOOD), 0),
        (("check", "-"), json.dumps(BAD), 1),
        (("check", "--formt", "json"), "", 2),
        (("check", "no-such-file.jsonl"), "", 3),
        (("check", "-", "--output", "json=/dev/full"), json.dumps(GOOD), 4),
    ],
    ids=["passed", "failed", "usage", "incomplete", "unwritten"],
)
def test_the_process_ends_with_the_exit_status(arguments: tuple[str, ...], stdin: str, status: int) -> None:
    done = run(*arguments, stdin=stdin)
    assert done.returncode == status
    assert "Traceback" not in done.stderr


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    path = write_records(tmp_path, *(BAD for _ in range(50)), {"title": ""}, 7)
    first, second = (run("check", path, "--format", "jsonl").stdout for _ in range(2))
    assert first == second
    assert first.count("\n") >= 100


def test_a_closed_pipe_is_not_an_error(tmp_path: Path) -> None:
    path = write_records(tmp_path, *(BAD for _ in range(3000)))
    command = f"{sys.executable} -m scholint check {path} --max-findings 0 | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert done.stderr == ""


def test_check_loads_neither_prefect_nor_great_expectations(tmp_path: Path) -> None:
    script = (
        "import sys\nfrom scholint.flows.cli import main\n"
        f"try: main(['check', {write_records(tmp_path, BAD)!r}])\nexcept SystemExit: pass\n"
        "print(sorted({'prefect', 'great_expectations', 'pandas', 'pandera', 'httpx', 'rich', 'jinja2', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd="/")
    assert done.stdout.splitlines()[-1] == "[]"
