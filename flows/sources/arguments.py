"""Where records come from: files, directories, globs, URLs and standard input, in one sorted list."""

from __future__ import annotations

import glob
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scholint.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

ENDINGS = (".json", ".jsonl", ".ndjson", ".txt", ".csv", ".tsv", ".parquet")
COMPRESSED = (".gz", ".zst")


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to read. `path`: a file, `-` or a URL. `named`: the argument under which it is counted.

    `read_from`: the file that is read in its place, while its fixes are not written yet.
    """

    path: str
    named: str
    read_from: str | None = None


@dataclass(frozen=True, slots=True)
class ResolvedSources:
    """What the arguments of a run name. `missing`: arguments that name nothing, beside others that do."""

    sources: list[Source]
    notices: list[str]
    missing: list[str]


def resolve(arguments: Sequence[str]) -> ResolvedSources:
    """Return the sources that the arguments name.

    Raises:
        SourceError: no argument names anything.

    """
    found: list[Source] = []
    notices: list[str] = []
    missing: list[str] = []
    for argument in arguments:
        try:
            some, said = expand([argument])
        except SourceError as error:
            if len(arguments) == 1:
                raise
            notices.append(str(error))
            missing.append(argument)
        else:
            found += some
            notices += said
    if not found:
        raise SourceError("; ".join(notices))
    return ResolvedSources(once(found), notices, missing)


def expand(arguments: Sequence[str]) -> tuple[list[Source], list[str]]:
    """Return the sources that the arguments mean, as `once` does, and notices about others.

    Raises:
        SourceError: an argument names nothing.

    """
    notices: list[str] = []
    found = [Source(path, argument) for argument in arguments for path in sorted(_meant(argument, notices))]
    return once(found), notices


def once(found: Iterable[Source]) -> list[Source]:
    """Return the sources sorted by path; of names that are one file, as those of links are, the first alone."""
    files: dict[str, Source] = {}
    for source in found:
        apart = source.path == "-" or is_url(source.path)
        files.setdefault(source.path if apart else os.path.realpath(source.path), source)
    return sorted(files.values(), key=lambda source: source.path)


def is_url(path: str) -> bool:
    """Tell whether a source is fetched over the network."""
    return path.startswith(("http://", "https://"))


def _meant(argument: str, notices: list[str]) -> list[str]:
    if argument == "-" or is_url(argument):
        return [argument]
    if "://" in argument:
        raise SourceError(
            f"received `{argument}`, valid are http:// and https:// URLs, files and directories"
        )
    if Path(argument).is_dir():
        return _below(argument, notices)
    if os.path.lexists(argument):
        return [argument]
    if glob.has_magic(argument):
        matches = [path for path in glob.glob(argument, recursive=True) if not Path(path).is_dir()]
        if not matches:
            raise SourceError(f"no file matches `{argument}`")
        return matches
    raise SourceError(f"`{argument}` does not exist")


def _below(folder: str, notices: list[str]) -> list[str]:
    files = list(_walk(folder))
    wanted = [path for path in files if is_readable_name(path)]
    if not wanted:
        raise SourceError(
            f"`{folder}` holds no file to read (looked for {', '.join(ENDINGS)}, also as .gz and .zst)"
        )
    passed_over = len(files) - len(wanted)
    if passed_over:
        notices.append(
            f"`{folder}`: {passed_over} file{'s' * (passed_over > 1)} of other endings passed over"
        )
    return wanted


def is_readable_name(path: str) -> bool:
    """Tell whether a file's ending is one that is looked for in directories."""
    name = path.lower()
    for ending in COMPRESSED:
        name = name.removesuffix(ending)
    return name.endswith(ENDINGS)


def _walk(folder: str) -> Iterator[str]:
    # os.walk does not follow links to folders, so that a loop of links ends.
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (os.path.join(here, name) for name in sorted(files) if not name.startswith("."))
