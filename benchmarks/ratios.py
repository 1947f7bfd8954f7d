"""Speed as ratios against named baselines, all from one run on one file.

    python benchmarks/ratios.py [RECORDS.jsonl]

Without a file it makes one: the example records of every rule, repeated. Whole processes are timed in turn,
A B A B ..., so that a machine whose speed drifts drifts for both; quoted are the medians of the pairs.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pandera.errors

from scholint.checks import catalogue
from scholint.checks.engine.engine import Engine
from scholint.checks.pandera_schema import schema
from scholint.flows.formats.declaration import formats
from scholint.flows.reading import reader
from scholint.flows.reading.limits import Limits
from scholint.flows.sources.arguments import Source

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

RUNS = 7
GOALS = {"check / read_ndjson": 2.0, "cold check / import polars": 2.0}


def main() -> None:
    """Measure and print every ratio."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(sys.argv[1]) if len(sys.argv) > 1 else examples(Path(folder) / "examples.jsonl")
        one = Path(folder) / "one.jsonl"
        with path.open("rb") as lines:
            one.write_bytes(next(lines))
        alone = f"import polars as pl; pl.read_ndjson({str(path)!r}, schema={{k: pl.String for k in {keys(path)!r}}})"
        check = [sys.executable, "-m", "scholint", "check", "--fail-on", "never", "--quiet"]
        show("check / read_ndjson", processes([*check, str(path)], [sys.executable, "-c", alone]))
        show(
            "cold check / import polars",
            processes([*check, str(one)], [sys.executable, "-c", "import polars"]),
        )
        show("pandera / engine, same rules", calls(*contenders(path)))


def examples(path: Path) -> Path:
    """Write 50,000 records: every rule's examples, over and over, with running DOIs."""
    records = [
        r for rule in catalogue.catalogue().values() for r in (*rule.bad, *rule.good) if "__text__" not in r
    ]
    with path.open("w", encoding="utf-8") as file:
        for i in range(50_000):
            file.write(json.dumps({**records[i % len(records)], "id": f"example-{i}"}) + "\n")
    return path


def keys(path: Path) -> list[str]:
    """Return every top-level key of the file: what a plain read must be told to survive mixed types."""
    with path.open("rb") as lines:
        return sorted({key for line in lines for key in json.loads(line)})


def processes(ours: list[str], baseline: list[str]) -> list[tuple[float, float]]:
    """Return pairs of seconds of whole processes, after one warm-up of each."""
    # As installed: with compiled modules, also where the environment forbids to write them.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return calls(
        lambda: subprocess.run(ours, check=True, stdout=subprocess.DEVNULL, env=env),
        lambda: subprocess.run(baseline, check=True, stdout=subprocess.DEVNULL, env=env),
    )


def contenders(path: Path) -> tuple[Callable[[], object], Callable[[], object]]:
    """Return pandera's validation and the engine's judgement of the same frame by the same rules."""
    rules = [rule for rule in catalogue.select() if not rule.needs]
    batches = reader.read([Source(path=str(path), named=str(path))], formats=formats({}), limits=Limits())
    frame: pl.DataFrame = next(batch.records for batch in batches if batch.records.height)
    contract = schema(rules)
    engine = Engine(rules)

    def validate() -> None:
        try:
            contract.validate(frame, lazy=True)
        except pandera.errors.SchemaErrors as error:
            assert error.failure_cases.height

    return validate, lambda: engine.check_records(frame)


def calls(ours: Callable[[], object], baseline: Callable[[], object]) -> list[tuple[float, float]]:
    """Return pairs of seconds, after one warm-up of each."""
    ours(), baseline()
    return [(timed(ours), timed(baseline)) for _ in range(RUNS)]


def timed(call: Callable[[], object]) -> float:
    """Return the seconds that a call takes."""
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def show(name: str, pairs: list[tuple[float, float]]) -> None:
    """Print one ratio with what it is made of."""
    ratio = statistics.median(a / b for a, b in pairs)
    a, b = (statistics.median(side) for side in zip(*pairs, strict=True))
    goal = f"  (goal: at most {GOALS[name]})" if name in GOALS else ""
    print(f"{name:30} {ratio:5.2f}   {a:.3f} s / {b:.3f} s{goal}")


if __name__ == "__main__":
    main()
