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
    """One thing to read. `path`: a file, `-` for standard input, or a URL. `name`: the argument it is counted under.

    `read_from`: the file that is read in its place, while its fixes are not written yet.
    """

    path: str
    name: str
    read_from: str | None = None


@dataclass(frozen=True, slots=True)
class ResolvedSources:
    """What the arguments of a run name. `missing`: arguments that name nothing, while others do."""

    sources: list[Source]
    notices: list[str]
    missing: list[str]


def resolve(arguments: Sequence[str]) -> ResolvedSources:
    """Return the sources that the arguments name, sorted by path, each once.

    Raises:
        SourceError: no argument names anything.

    """
    found: list[Source] = []
    notices: list[str] = []
    missing: list[str] = []
    for argument in arguments:
        try:
            found += [Source(path, argument) for path in sorted(_paths(argument, notices))]
        except SourceError as error:
            if len(arguments) == 1:
                raise
            # The other sources are read, and the run ends as incomplete.
            notices.append(str(error))
            missing.append(argument)
    if not found:
        raise SourceError("; ".join(notices))
    return ResolvedSources(_without_repeats(found), notices, missing)


def _without_repeats(found: Iterable[Source]) -> list[Source]:
    """Return the sources sorted by path; of several names of one file, such as links, the first alone."""
    files: dict[str, Source] = {}
    for source in found:
        is_file = source.path != "-" and not is_url(source.path)
        files.setdefault(os.path.realpath(source.path) if is_file else source.path, source)
    return sorted(files.values(), key=lambda source: source.path)


def is_url(path: str) -> bool:
    """Return whether a source is fetched over the network."""
    return path.startswith(("http://", "https://"))


def _paths(argument: str, notices: list[str]) -> list[str]:
    """Return the files, or the URL, that one argument names; `notices` collects what is skipped."""
    if argument == "-" or is_url(argument):
        return [argument]
    if "://" in argument:
        raise SourceError(
            f"unsupported source `{argument}`, expected a file, a directory, or an http:// or https:// URL"
        )
    if Path(argument).is_dir():
        return _files_below(argument, notices)
    # A broken link is named, and reported when it is read. A file may have a name with the signs of a pattern.
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
    """Return whether a directory's file is read, by its extension."""
    name = path.lower()
    for ending in COMPRESSED:
        name = name.removesuffix(ending)
    return name.endswith(ENDINGS)


def _walk(folder: str) -> Iterator[str]:
    # os.walk does not follow links to directories, so that a loop of links ends. Hidden files are not data.
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (os.path.join(here, name) for name in sorted(files) if not name.startswith("."))
