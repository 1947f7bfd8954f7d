"""CPU time and findings of complete processes, and the statistics of pairs, for `bench.py` and `bench_check.py`.

CPU time is the time that the kernel counts for a process and its threads. Unlike elapsed time, it hardly depends on other
processes. Two commands run alternately, A B and then B A, so that changes in the machine's speed affect both.
"""

from __future__ import annotations

import hashlib
import json
import os
import statistics
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checkouts import environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

PAIRS = 7
# Keys that depend on the place of the file, or on the wording, are not compared.
COMPARED = ("rule", "severity", "line", "record", "field", "value", "fix", "fingerprint")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a check: the number of records and findings, and a hash of the findings without their messages."""

    records: int
    findings: int
    digest: str


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of a process: seconds of CPU time, and peak memory in MB."""

    seconds: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class Ratio:
    """The median of the ratios of pairs, and an interval for it that makes no assumption about their distribution.

    The interval excludes the smallest and the largest ratio. With 7 pairs, it contains the true median with a probability of
    7/8.
    """

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, pairs: Sequence[tuple[float, float]]) -> Ratio:
        """Return the ratio of the first values to the second values. `pairs`: at least 3."""
        ratios = sorted(first / second for first, second in pairs)
        return cls(statistics.median(ratios), ratios[1], ratios[-2])


def check_command(*arguments: str) -> list[str]:
    """Return the command that runs `scholint check`, without a gate, from the checkout that PYTHONPATH names."""
    return [sys.executable, "-P", "-m", "scholint", "check", "--fail-on", "never", *arguments]


def outcome(records: Path, tree: Path, home: Path, threads: int | None) -> Outcome:
    """Check a file with the code in `tree`, and return the result. `home`: an empty folder to run in.

    Raises:
        subprocess.CalledProcessError: the check could not be completed.

    """
    command = check_command(str(records), "--format", "json")
    with subprocess.Popen(
        command,
        env=environment(tree, home, threads),
        cwd=home,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        found = summarized(process.stdout or ())
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return found


def summarized(report: Iterable[str]) -> Outcome:
    """Return the outcome of a JSON report. It reads line by line, because the kernel counts this process's memory for children.

    The first line of the report ends where the list of findings starts; each line after it has one finding.
    """
    lines = iter(report)
    head = next(lines).removesuffix("\n")
    summary = json.loads(head if head.endswith("}") else f"{head}]}}")["summary"]
    digest, findings = hashlib.sha256(), 0
    for line in lines:
        finding = json.loads(line.removesuffix("\n").removesuffix("]}").removesuffix(","))
        compared = [finding[key] for key in COMPARED]
        digest.update(json.dumps(compared, ensure_ascii=False).encode())
        findings += 1
    return Outcome(summary["records"], findings, digest.hexdigest()[:12])


def cost(command: Sequence[str], env: Mapping[str, str], home: Path) -> Cost:
    """Run a process until it ends, and return its cost.

    Raises:
        subprocess.CalledProcessError: it exited with another status than 0.

    """
    process = subprocess.Popen(command, env=env, cwd=home, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def in_pairs(
    first: Callable[[], Cost], second: Callable[[], Cost], pairs: int = PAIRS
) -> list[tuple[Cost, Cost]]:
    """Run both alternately, after one warm-up run of each, and return their costs."""
    first(), second()
    costs = []
    for number in range(pairs):
        if number % 2:
            later = second()
            costs.append((first(), later))
        else:
            costs.append((first(), second()))
    return costs
