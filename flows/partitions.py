"""Partitions of sources: what one task of a flow lints, and the key under which its work is kept."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import scholint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scholint.flows.configuration import Settings
    from scholint.flows.sources import Source


def partitions(chosen: Sequence[Source], size: int) -> list[list[Source]]:
    """Split sorted sources into runs of neighbours of about `size` bytes; what has no size stands alone."""
    parts: list[list[Source]] = []
    room = 0
    for source in chosen:
        length = Path(source.path).stat().st_size if is_file(source) else size
        if not parts or length > room:
            parts.append([])
            room = size
        parts[-1].append(source)
        room -= length
    return parts


def is_file(source: Source) -> bool:
    """Tell whether the source is a file, whose content can be known before it is read."""
    return source.path != "-" and "://" not in source.path and Path(source.path).is_file()


def key(part: Sequence[Source], settings: Settings) -> str | None:
    """Return the hash of a partition's content and of all that judges it; None where content is unknown.

    Raises:
        OSError: a file that can no longer be read.

    """
    if not all(is_file(source) for source in part):
        return None
    digest = hashlib.sha256(rule_set().encode())
    digest.update(json.dumps(asdict(settings), sort_keys=True, default=str).encode())
    for source in part:
        digest.update(f"\x00{source.path}\x00{source.named}\x00".encode("utf-8", "surrogateescape"))
        with Path(source.path).open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:32]


@cache
def rule_set() -> str:
    """Return the fingerprint of the rule set: of every file that can change a finding."""
    digest = hashlib.sha256(scholint.__version__.encode())
    home = Path(scholint.__file__).parent
    for folder in ("checks", "flows", "seeds"):
        for path in sorted((home / folder).rglob("*")):
            if path.suffix in {".py", ".toml"}:
                digest.update(path.relative_to(home).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]
