"""Resolving the arguments of a run (files, directories, glob patterns, URLs, `-`) to a sorted list of sources."""

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
    """A source of records.

    `path`: a file, a URL, or `-` for standard input. `name`: the command-line argument that the path comes from; metrics
    use it as a label. `read_from`: None, or a temporary file with the fixed content of `path`. It is read in place of
    `path` until the fixes are written.
    """

    path: str
    name: str
    read_from: str | None = None


@dataclass(frozen=True, slots=True)
class ResolvedSources:
    """The sources that the arguments of a run lead to.

    `notices`: sentences for the user. `missing`: arguments that lead to no source.
    """

    sources: list[Source]
    notices: list[str]
    missing: list[str]


def resolve(arguments: Sequence[str]) -> ResolvedSources:
    """Return the sources that the arguments lead to, sorted by path and without repeats.

    Raises:
        SourceError: None of the arguments leads to a source, or there are no arguments.

    """
    if not arguments:
        raise SourceError("no sources, expected at least one file, directory, URL, or `-`")
    found: list[Source] = []
    notices: list[str] = []
    missing: list[str] = []
    for argument in arguments:
        try:
            found += [Source(path, argument) for path in sorted(_paths(argument, notices))]
        except SourceError as error:
            if len(arguments) == 1:
                raise
            # The other sources are read. The exit status of the run will say that it is incomplete.
            notices.append(str(error))
            missing.append(argument)
    if not found:
        raise SourceError("; ".join(notices))
    return ResolvedSources(_without_repeats(found), notices, missing)


def _without_repeats(found: Iterable[Source]) -> list[Source]:
    """Return the sources sorted by path. If several paths lead to one file, as with links, keep the first."""
    files: dict[str, Source] = {}
    for source in found:
        is_file = source.path != "-" and not is_url(source.path)
        files.setdefault(os.path.realpath(source.path) if is_file else source.path, source)
    return sorted(files.values(), key=lambda source: source.path)


def is_url(path: str) -> bool:
    """Boolean: true if the path is an HTTP URL."""
    return path.startswith(("http://", "https://"))


def _paths(argument: str, notices: list[str]) -> list[str]:
    """Return the paths or the URL that one argument leads to. Sentences about skipped files are added to `notices`.

    Raises:
        SourceError: The argument leads to no source.

    """
    if argument == "-" or is_url(argument):
        return [argument]
    if "://" in argument:
        raise SourceError(
            f"unsupported source `{argument}`, expected a file, a directory, or an http:// or https:// URL"
        )
    if Path(argument).is_dir():
        return _files_below(argument, notices)
    # Broken links are included and reported when they are read. The name of an existing file is not read as a pattern.
    if os.path.lexists(argument):
        return [argument]
    if glob.has_magic(argument):
        matches = [path for path in glob.glob(argument, recursive=True) if not Path(path).is_dir()]
        if not matches:
            raise SourceError(f"no files match `{argument}`")
        return matches
    raise SourceError(f"`{argument}` does not exist")


def _files_below(folder: str, notices: list[str]) -> list[str]:
    files = list(_walk(folder))
    wanted = [path for path in files if is_readable_name(path)]
    if not wanted:
        raise SourceError(
            f"`{folder}` contains no supported files ({', '.join(ENDINGS)}, optionally compressed as .gz or .zst)"
        )
    skipped = len(files) - len(wanted)
    if skipped:
        notices.append(f"`{folder}`: {skipped} file{'s' * (skipped > 1)} with other extensions skipped")
    return wanted


def is_readable_name(path: str) -> bool:
    """Boolean: true if the extension of the file is supported. Only such files in directories are read."""
    name = path.lower()
    for ending in COMPRESSED:
        name = name.removesuffix(ending)
    return name.endswith(ENDINGS)


def _walk(folder: str) -> Iterator[str]:
    # os.walk does not follow links to directories, so a loop of links is not a problem. Hidden files are skipped.
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (os.path.join(here, name) for name in sorted(files) if not name.startswith("."))
