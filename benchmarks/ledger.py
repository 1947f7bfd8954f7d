"""Compare the outputs of two commits for the same files, and print every case that differs.

    python benchmarks/ledger.py BASE HEAD [--data FOLDER] [--only GLOB] [--quick]

BASE and HEAD are commits, which are checked out into temporary worktrees, or folders with a checkout. Each side is one process,
and both run at the same time. They use only the command line, so that modules may move between the commits. Findings, metrics,
exit statuses, fixed files, reports and standard error are compared. `ledger_expected.toml` lists intended differences. Exit
status: 0 if there is no unexpected difference, otherwise 1.
"""

from __future__ import annotations

import argparse
import json
import queue
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, contextmanager
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checkouts import HOME, checkout, environment
from ledger_cases import all_cases, new_in, sources_of
from ledger_compare import Difference, Expectations, differences, shown
from rich.console import Console
from rich.progress import track

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger_cases import Case

EXPECTED = HOME / "ledger_expected.toml"


def main() -> int:
    """Run both sides, print the differences, and return the exit status."""
    options = arguments().parse_args()
    began = time.monotonic()
    expectations = Expectations.load(EXPECTED)
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ledger-"))).resolve()
        base, head = (
            stack.enter_context(checkout(name, scratch / side / "tree"))
            for name, side in ((options.base, "base"), (options.head, "head"))
        )
        data = options.data if not options.quick else None
        codes = rule_codes(base)
        cases = [
            case
            for case in all_cases(base, codes, data, quick=options.quick)
            if fnmatchcase(case.name, options.only)
        ]
        if not cases:
            sys.exit(f"ledger: no case matches {options.only}")
        streams = [
            stack.enter_context(side(tree, scratch / name, cases))
            for tree, name in ((base, "base"), (head, "head"))
        ]
        found = compare(cases, streams, expectations, options.lines)
        only_head = len(new_in(head, base))
    report(cases, found, only_head, time.monotonic() - began)
    if options.only == "*" and data:
        for unused in expectations.unused(found):
            print(f"note: nothing differs any more where this was expected: {unused}")
    return int(any(each.reason is None for each in found))


def arguments() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("base")
    parser.add_argument("head")
    parser.add_argument("--data", type=Path, help="folder of *.jsonl.gz and *.txt files to take samples of")
    parser.add_argument("--only", default="*", metavar="GLOB", help="cases to run, such as rules/doi/*")
    parser.add_argument("--quick", action="store_true", help="no data, and no report format other than JSON")
    parser.add_argument("--lines", type=int, default=6, help="lines shown of each difference (default: 6)")
    return parser


def rule_codes(tree: Path) -> dict[str, str]:
    """Return rule names and their codes, as the command line of this checkout lists them."""
    command = [sys.executable, "-P", "-m", "scholint", "rules", "--format", "json"]
    listed = subprocess.run(
        command, env=environment(tree, tree), cwd=tree, check=True, stdout=subprocess.PIPE
    )
    return {rule["name"]: rule["code"] for rule in json.loads(listed.stdout.decode("utf-8", "replace"))}


@contextmanager
def side(tree: Path, home: Path, cases: Sequence[Case]) -> Iterator[Iterator[dict[str, Any]]]:
    """Start one side, and yield an iterator over the outcomes of its cases."""
    work = home / "work"
    write_inputs(cases, work)
    (home / "reference").mkdir()
    plan = home / "plan.jsonl"
    plan.write_text("".join(f"{case.plan()}\n" for case in cases), "utf-8")
    process = subprocess.Popen(
        [sys.executable, "-P", str(HOME / "ledger_side.py"), str(plan), str(tree)],
        cwd=work,
        env=environment(tree, home),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
    )
    outcomes: queue.Queue[bytes] = queue.Queue()

    def pump() -> None:
        for line in process.stdout or ():
            outcomes.put(line)
        outcomes.put(b"")

    threading.Thread(target=pump, daemon=True).start()
    try:
        yield read(outcomes, tree)
    finally:
        process.terminate()
        process.wait()


def write_inputs(cases: Sequence[Case], work: Path) -> None:
    """Write the files of every case. The empty configuration file ends the search in parent folders."""
    work.mkdir(parents=True)
    (work / "scholint.toml").touch()
    for case in cases:
        for name, content in case.files.items():
            path = work / case.name / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def read(outcomes: queue.Queue[bytes], tree: Path) -> Iterator[dict[str, Any]]:
    """Yield outcomes until the side ends."""
    while line := outcomes.get():
        yield json.loads(line)
    sys.exit(f"ledger: the process of {tree} ended before its last case")


def compare(
    cases: Sequence[Case],
    streams: Sequence[Iterator[dict[str, Any]]],
    expectations: Expectations,
    lines: int,
) -> list[Difference]:
    """Compare case by case, and print each unexpected difference."""
    found: list[Difference] = []
    console = Console(stderr=True)
    for case in track(cases, "cases", console=console, transient=True, disable=not console.is_terminal):
        before, after = (next(stream) for stream in streams)
        here = differences(case, before, after, expectations)
        found += here
        for each in here:
            if each.reason is None:
                print(shown(each, lines), flush=True)
    return found


def report(cases: Sequence[Case], found: Sequence[Difference], only_head: int, seconds: float) -> None:
    """Print the last lines: counts by kind of case, and the result."""
    differing = {each.case for each in found}
    unexpected = {each.case for each in found if each.reason is None}
    kinds = ", ".join(f"{count:,} of {kind}" for kind, count in sources_of(cases).items())
    print(f"compared: {kinds}; {only_head:,} YAML cases are in HEAD alone and not compared")
    print(
        f"{len(cases):,} cases compared in {seconds:.0f} s, {len(differing):,} differ, "
        f"{len(differing - unexpected):,} of these as expected"
    )


if __name__ == "__main__":
    sys.exit(main())
