"""One side of the ledger: run every case of a plan with the command line of one checkout, in this process.

`ledger.py` starts it with the checkout first on the path. Each line on standard output is the outcome of one case.
"""

from __future__ import annotations

import io
import json
import os
import runpy
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

import scholint

if TYPE_CHECKING:
    from collections.abc import Iterator


def main() -> None:
    """Run the plan."""
    plan, tree = sys.argv[1:]
    if not Path(scholint.__file__).resolve().is_relative_to(tree):
        sys.exit(f"ledger: imported {scholint.__file__}, which is not below {tree}")
    # Output that goes directly to the file descriptor must not get between the outcomes.
    outcomes = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)
    for line in Path(plan).read_text("utf-8").splitlines():
        print(json.dumps(list(run_all(json.loads(line)))), file=outcomes, flush=True)


def run_all(steps: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the outcome of each step of a case. It is empty if the condition of the step is not met."""
    printed = ""
    for step in steps:
        outcome = (
            run(step) if step["only_after"] in printed else {"status": 0, "out": "", "err": "", "files": {}}
        )
        printed = outcome["out"]
        yield outcome


def run(step: dict[str, Any]) -> dict[str, Any]:
    """Return the exit status, both output streams and the collected files of one command."""
    own = sys.argv, sys.stdout, sys.stderr
    sys.argv = ["scholint", *step["arguments"]]
    # Both are kept, because a stream that is garbage-collected closes its bytes.
    streams = [io.TextIOWrapper(io.BytesIO(), "utf-8", newline="", write_through=True) for _ in range(2)]
    sys.stdout, sys.stderr = streams
    try:
        status = exit_status()
    finally:
        sys.argv, sys.stdout, sys.stderr = own
    out, err = (stream.buffer.getvalue().decode("utf-8", "surrogateescape") for stream in streams)
    return {"status": status, "out": out, "err": err, "files": collected(step["collect"])}


def exit_status() -> int | str:
    """Run the command line, and return how it ended."""
    try:
        runpy.run_module("scholint", run_name="__main__", alter_sys=False)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException as error:  # noqa: BLE001 - a traceback is an outcome like any other
        traceback.print_exc()
        return type(error).__name__
    return 0


def collected(folder: str | None) -> dict[str, str]:
    """Return the files in a folder. Each byte is one character."""
    if folder is None:
        return {}
    paths = sorted(path for path in Path(folder).rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes().decode("latin-1") for path in paths}


if __name__ == "__main__":
    main()
