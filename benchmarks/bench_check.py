"""Compare the CPU time of `check` in the working tree with that of a commit, and fail if it has increased.

    python benchmarks/bench_check.py [BASE] [RECORDS ...]

BASE is a commit (by default HEAD) or a folder with a checkout. For RECORDS, see `bench.py`. Both sides check each file in 7 pairs.
The exit status is 1 if, for some file, the median of the ratios is above 1, and their complete interval is above 1.05.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from bench import ROOT, counts, examples, unpacked
from checkouts import checkout, environment
from speed import Cost, Ratio, check_command, cost, in_pairs, outcome

WORSE = 1.05


def main() -> int:
    """Compare, print a line for each file, and return the exit status."""
    base, *records = sys.argv[1:] or ["HEAD"]
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        home = Path(folder).resolve()
        (home / "scholint.toml").touch()
        with checkout(base, home / "base") as tree:
            files = [unpacked(Path(path), home) for path in records] or [examples(home)]
            return int(any([is_slower(compared(path, tree, home)) for path in files]))  # noqa: C419 - all are shown


def compared(path: Path, tree: Path, home: Path) -> Ratio:
    """Check a file in pairs in both trees, print the line, and return the ratio of the new time to the old time."""
    before, now = (outcome(path, each, home, threads=None) for each in (tree, ROOT))
    command = check_command("--quiet", str(path))

    def run(where: Path) -> Cost:
        return cost(command, environment(where, home, threads=None), home)

    pairs = in_pairs(lambda: run(ROOT), lambda: run(tree))
    ratio = Ratio.of([(new.seconds, old.seconds) for new, old in pairs])
    memory = Ratio.of([(new.megabytes, old.megabytes) for new, old in pairs])
    changed = "" if before == now else f"; before: {counts(before)}"
    print(
        f"{path.stem:28} {counts(now)}  CPU time {ratio.median:.3f} ({ratio.low:.3f} to {ratio.high:.3f}), "
        f"memory {memory.median:.3f}{'; SLOWER' if is_slower(ratio) else ''}{changed}",
        flush=True,
    )
    return ratio


def is_slower(ratio: Ratio) -> bool:
    """Return whether the new time is higher by more than 5% in the complete interval."""
    return ratio.low > WORSE


if __name__ == "__main__":
    sys.exit(main())
