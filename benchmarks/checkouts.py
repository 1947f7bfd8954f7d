"""Check out commits, and set the environment to run a checkout, for scripts that compare two commits."""

from __future__ import annotations

import os
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HOME = Path(__file__).parent


@contextmanager
def checkout(name: str, folder: Path) -> Iterator[Path]:
    """Yield `folder`, with the commit `name` checked out into it. If `name` is a directory, yield that directory."""
    if Path(name).is_dir():
        yield Path(name).resolve()
        return
    git = ["git", "-C", str(HOME)]
    subprocess.run([*git, "worktree", "add", "--quiet", "--detach", str(folder), name], check=True)
    try:
        yield folder
    finally:
        subprocess.run([*git, "worktree", "remove", "--force", str(folder)], check=True)


def environment(tree: Path, home: Path, threads: int | None = 1) -> dict[str, str]:
    """Return the environment for running a checkout. It has no settings of the user, and sets the number of Polars threads.

    `threads`: None for one thread per core. `home`: a folder for reference tables and caches.
    """
    own = ("SCHOLINT_", "XDG_", "POLARS_MAX_THREADS", "PYTHONDONTWRITEBYTECODE")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(own)}
    return {
        **kept,
        "PYTHONPATH": str(tree),
        "PYTHONHASHSEED": "0",
        "PYTHONIOENCODING": "utf-8:surrogateescape",
        "SCHOLINT_REFERENCE": str(home / "reference"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "CI": "1",
        **({} if threads is None else {"POLARS_MAX_THREADS": str(threads)}),
    }
