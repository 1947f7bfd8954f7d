"""Measure the CPU time of `check` as a ratio to a floor, which is measured in the same run.

    python benchmarks/bench.py [RECORDS ...] [--reference] [--record]

RECORDS are JSON Lines files, which may be compressed with gzip. Without them, the examples of all rules are repeated. The floor
of a file is a bare `polars.read_ndjson`. The floor of a cold start is `import polars`. The floor of the engine is pandera with
the same rules. First, each file is checked with one thread and with all threads; if the results differ, nothing is measured.
`--reference` only prints the result with one thread. `--record` appends the ratios to `history.csv`.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from checkouts import HOME, environment
from speed import PAIRS, Cost, Outcome, Ratio, check_command, cost, in_pairs, outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = HOME.parent
HISTORY = HOME / "history.csv"
COLUMNS = ("commit", "date", "measure", "records", "findings", "hash", "ratio", "low", "high", "megabytes")
HEADING = f"{'measure':28} {'records':>8} {'findings':>9} {'hash':12}  {'ratio':>6}  {'7 of 8 in':>13}  CPU seconds, memory"


def main() -> int:
    """Measure every file, print a line for each ratio, and return the exit status."""
    options = arguments().parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        home = Path(folder).resolve()
        (home / "scholint.toml").touch()  # ends the search for a configuration
        files = [unpacked(path, home) for path in options.records] or [examples(home)]
        if options.reference:
            for path in files:
                print(f"{path.stem:28} {counts(outcome(path, ROOT, home, threads=1))}")
            return 0
        print(HEADING)
        rows = [row for path in files for row in measured(path, home)]
        if options.record:
            append(rows)
    return 0


def arguments() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("records", type=Path, nargs="*")
    parser.add_argument("--reference", action="store_true", help="print what is found with one thread")
    parser.add_argument("--record", action="store_true", help="append the ratios to history.csv")
    return parser


def unpacked(path: Path, home: Path) -> Path:
    """Return the file, or an unpacked copy if it is compressed, because the floor reads no compressed files."""
    if path.suffix != ".gz":
        return path.resolve()
    plain = home / path.stem
    with gzip.open(path) as packed, plain.open("wb") as file:
        shutil.copyfileobj(packed, file)
    return plain


def examples(home: Path) -> Path:
    """Write 50,000 records: the examples of every rule, repeated, each record with its own identifier."""
    listed = subprocess.run(
        [sys.executable, "-P", "-m", "scholint", "rules", "--format", "json"],
        env=environment(ROOT, home),
        cwd=home,
        check=True,
        stdout=subprocess.PIPE,
    )
    rules = json.loads(listed.stdout)
    records = [r for rule in rules for r in (*rule["bad"], *rule["good"]) if "__text__" not in r]
    path = home / "examples.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number in range(50_000):
            file.write(json.dumps({**records[number % len(records)], "id": f"example-{number}"}) + "\n")
    return path


def measured(path: Path, home: Path) -> Iterator[dict[str, object]]:
    """Print and yield each ratio of one file."""
    found = verified(path, home)
    env = environment(ROOT, home, threads=None)
    first = home / f"{path.stem}-1.jsonl"
    with path.open("rb") as lines:
        first.write_bytes(next(lines))
    floors = {path: floor_command(path), first: [sys.executable, "-P", "-c", "import polars"]}
    for file, floor in floors.items():
        here = found if file == path else verified(file, home)
        command = check_command("--quiet", str(file))
        pairs = in_pairs(lambda c=command: cost(c, env, home), lambda f=floor: cost(f, env, home))  # type: ignore[misc]
        name = f"{path.stem} / read_ndjson" if file == path else "cold start / import polars"
        yield shown(name, here, pairs)
    yield shown(f"{path.stem}: engine / pandera", found, engine_pairs(path, env, home))


def verified(path: Path, home: Path) -> Outcome:
    """Return the outcome of a check of the file.

    Raises:
        SystemExit: the outcomes with all threads and with one thread differ.

    """
    reference, found = (outcome(path, ROOT, home, threads) for threads in (1, None))
    if found != reference:
        sys.exit(f"bench: {path.stem}: found {counts(found)}, but {counts(reference)} with one thread")
    return found


def floor_command(path: Path) -> list[str]:
    """Return the command that reads a file with Polars. It reads every key as a string, which accepts mixed types."""
    with path.open("rb") as lines:
        keys = sorted({key for line in lines for key in json.loads(line)})
    read = f"polars.read_ndjson({str(path)!r}, schema=dict.fromkeys({keys!r}, polars.String))"
    return [sys.executable, "-P", "-c", f"import polars; {read}"]


def engine_pairs(path: Path, env: dict[str, str], home: Path) -> list[tuple[Cost, Cost]]:
    """Return pairs of CPU times of the engine and of pandera, for the same frame, in one process."""
    command = [sys.executable, "-P", str(HOME / "bench_engine.py"), str(path), str(PAIRS)]
    done = subprocess.run(command, env=env, cwd=home, check=True, stdout=subprocess.PIPE)
    return [(Cost(ours, 0), Cost(theirs, 0)) for ours, theirs in json.loads(done.stdout)]


def counts(found: Outcome) -> str:
    """Return records, findings, and the hash of the findings as columns of text."""
    return f"{found.records:>8,} {found.findings:>9,} {found.digest}"


def shown(name: str, found: Outcome, pairs: Sequence[tuple[Cost, Cost]]) -> dict[str, object]:
    """Print the line for one ratio, and return its row for the history."""
    ratio = Ratio.of([(ours.seconds, floor.seconds) for ours, floor in pairs])
    ours, floor = (statistics.median(each.seconds for each in side) for side in zip(*pairs, strict=True))
    memory = max(each.megabytes for each, _ in pairs)
    taken = f"{ours:.2f} / {floor:.2f}" + (f", {memory:,.0f} MB" if memory else "")
    interval = f"{ratio.low:.2f} to {ratio.high:.2f}"
    print(f"{name:28} {counts(found)}  {ratio.median:6.2f}  {interval:>13}  {taken}", flush=True)
    return {
        "measure": name,
        "records": found.records,
        "findings": found.findings,
        "hash": found.digest,
        "ratio": round(ratio.median, 3),
        "low": round(ratio.low, 3),
        "high": round(ratio.high, 3),
        "megabytes": round(memory),
    }


def append(rows: Sequence[dict[str, object]]) -> None:
    """Append the rows to the history, with the current commit.

    Raises:
        SystemExit: the working tree differs from the commit.

    """
    git = ["git", "-C", str(ROOT)]
    if subprocess.run([*git, "diff", "--quiet", "HEAD"], check=False).returncode:
        sys.exit("bench: not recorded, since the working tree has changes; commit them first")
    commit = subprocess.run(
        [*git, "rev-parse", "--short=12", "HEAD"], check=True, capture_output=True, text=True
    )
    place = {"commit": commit.stdout.strip(), "date": datetime.now(UTC).date().isoformat()}
    with HISTORY.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, COLUMNS, lineterminator="\n").writerows({**place, **row} for row in rows)


if __name__ == "__main__":
    sys.exit(main())
