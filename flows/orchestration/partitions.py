"""Partitions of sources: what one task of a flow lints, and the key under which its result is stored."""

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
    """Split sorted sources into groups of about `size` bytes; a source of unknown size is a group of its own."""
    parts: list[list[Source]] = []
    room = 0
    for source in chosen:
        length = Path(source.path).stat().st_size if is_file(source) else size
        # A file that is larger than a partition is one of its own.
        if not parts or length > room:
            parts.append([])
            room = size
        parts[-1].append(source)
        room -= length
    return parts


def _own_tables() -> list[tuple[str, int, int]]:
    """Return name, size and time of the user's tables; rules, too, recognize a changed table by them.

    Not their content, which would be read again for every partition.
    """
    files = (path for folder in tables.folders()[1:] for path in sorted(folder.rglob("*")))
    return [(path.name, facts.st_size, facts.st_mtime_ns) for path in files for facts in (path.stat(),)]


def is_file(source: Source) -> bool:
    """Return whether the source is a file, whose content can be hashed before it is linted."""
    return source.path != "-" and "://" not in source.path and Path(source.path).is_file()


def key(part: Sequence[Source], settings: Settings) -> str | None:
    """Return a hash of a partition's content and of everything that its findings depend on.

    None where the content is not known before it is read.

    Raises:
        OSError: a file can no longer be read.

    """
    if not all(is_file(source) for source in part):
        return None
    # Everything that findings depend on: rules, tables, settings, and the files with their names.
    digest = hashlib.sha256(f"{rule_set()}\x00{_own_tables()}".encode())
    digest.update(json.dumps(asdict(settings), sort_keys=True, default=str).encode())
    for source in part:
        digest.update(f"\x00{source.path}\x00{source.name}\x00".encode("utf-8", "surrogateescape"))
        with Path(source.path).open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:32]


@cache
def rule_set() -> str:
    """Return the fingerprint of the rule set: of all files that findings depend on, including models and tables."""
    home = Path(version.__file__).parent
    return version.VERSION + fingerprint(home / folder for folder in ("checks", "flows", "seeds"))


def fingerprint(folders: Iterable[Path]) -> str:
    """Return the fingerprint of all files in these directories, except compiled modules."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"{folder.name}/{path.relative_to(folder).as_posix()}\x00".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
