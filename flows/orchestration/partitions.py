"""Partitions: groups of sources that one task checks, and the key under which Prefect stores the result."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from scholint import version
from scholint.checks.reference import tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scholint.flows.settings import Settings
    from scholint.flows.sources.arguments import Source


def partitions(chosen: Sequence[Source], size: int) -> list[list[Source]]:
    """Split sorted sources into partitions of about `size` bytes.

    A source whose size is unknown counts as `size` bytes.
    """
    parts: list[list[Source]] = []
    room = 0
    for source in chosen:
        length = Path(source.path).stat().st_size if is_file(source) else size
        # A file that is larger than a partition starts a new one.
        if not parts or length > room:
            parts.append([])
            room = size
        parts[-1].append(source)
        room -= length
    return parts


def _own_tables() -> list[tuple[str, int, int]]:
    """Return the name, size, and modification time (ns) of each of the user's reference tables.

    The rules use these to notice that a table has changed, too. The content is not used, because it would be read again
    for every partition.
    """
    files = (path for folder in tables.folders()[1:] for path in sorted(folder.rglob("*")))
    return [(path.name, facts.st_size, facts.st_mtime_ns) for path in files for facts in (path.stat(),)]


def is_file(source: Source) -> bool:
    """Boolean: true if the source is a file, whose content can be hashed before it is checked."""
    return source.path != "-" and "://" not in source.path and Path(source.path).is_file()


def key(part: Sequence[Source], settings: Settings) -> str | None:
    """Return a hash of the content of a partition and of everything else that its findings depend on.

    Return None if a source is not a file, because its content is not known before it is read.

    Raises:
        OSError: A file can no longer be read.

    """
    if not all(is_file(source) for source in part):
        return None
    # Findings depend on the rules, the reference tables, the settings, and the names and content of the files.
    digest = hashlib.sha256(f"{rule_set()}\x00{_own_tables()}".encode())
    digest.update(json.dumps(asdict(settings), sort_keys=True, default=str).encode())
    for source in part:
        digest.update(f"\x00{source.path}\x00{source.name}\x00".encode("utf-8", "surrogateescape"))
        with Path(source.path).open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:32]


@cache
def rule_set() -> str:
    """Return the version of scholint and a fingerprint of all its files that findings depend on.

    These include the models and the reference tables.
    """
    home = Path(version.__file__).parent
    return version.VERSION + fingerprint(home / folder for folder in ("checks", "flows", "seeds"))


def fingerprint(folders: Iterable[Path]) -> str:
    """Return a fingerprint of all files in these directories, except compiled modules."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"{folder.name}/{path.relative_to(folder).as_posix()}\x00".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
