"""Report files: the `[FORMAT=]FILE` of `--output`, checked before a source is read, and written at the end."""

from __future__ import annotations

import os
import re
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scholint.errors import OutputError, ReportError
from scholint.flows.sources.arguments import is_url
from scholint.reports.writers import formats

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scholint.flows.sources.arguments import Source
    from scholint.reports.result import Result

# Only what looks like a format's name is read as one, so that `./a=b.html` and `runs/n=3.json` are files.
_NAMED = re.compile(r"(?P<format>[A-Za-z]+)=(?P<file>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A file and the format of the report that goes there."""

    format: str
    path: Path

    def __str__(self) -> str:
        return f"{self.format}={self.path}"


def parse(outputs: Iterable[str]) -> list[ReportFile]:
    """Return the report files of `--output`: `FORMAT=FILE`, or a FILE whose extension names the format.

    Raises:
        OutputError: an unknown format, or no file.
        UnknownFormatError: the extension names no format.

    """
    return [_parsed(output) for output in outputs]


def _parsed(output: str) -> ReportFile:
    named = _NAMED.fullmatch(output)
    file = named["file"] if named else output
    if named and named["format"] not in formats.FORMATS:
        raise OutputError(
            f"unknown format `{named['format']}` in `--output {output}`, expected one of "
            f"{', '.join(formats.FORMATS)}; to write to a file of that name, use `./{output}`"
        )
    if file in ("", "-"):
        raise OutputError(f"no file in `--output {output}`; use --format for standard output")
    return ReportFile(named["format"] if named else formats.named_by(file), Path(file))


def refuse_unwritable(paths: Sequence[Path]) -> None:
    """Refuse paths that cannot be written, and two paths of one file.

    Raises:
        OutputError: names the path, and the reason.

    """
    seen: dict[object, Path] = {}
    for path in paths:
        try:
            reason = _why_not_writable(path)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
        if reason:
            raise OutputError(f"cannot write `{path}`: {reason}")
        file = _identity(path)
        if file in seen:
            raise OutputError(f"cannot write `{path}`: another output goes to the same file, `{seen[file]}`")
        # Two reports may go to one pipe or device.
        if file is not None:
            seen[file] = path


def refuse_sources(paths: Sequence[Path], sources: Iterable[Source]) -> None:
    """Refuse paths of files that this run reads, also under another name or through a link.

    Raises:
        OutputError: names the path, and the source.

    """
    files = {_identity(path): path for path in paths if path.is_file()}
    if not files:
        return
    for source in sources:
        file = None if is_url(source.path) else _identity(source.path)
        if file is not None and file in files:
            shown = "standard input" if source.path == "-" else f"the source `{source.path}`"
            raise OutputError(f"cannot write `{files[file]}`: it is the same file as {shown}")


def write(files: Iterable[ReportFile], result: Result, **wishes: Any) -> None:
    """Write each report; `wishes` as in `reports.formats.write`.

    Raises:
        ReportError: a file that cannot be written.

    """
    for file in files:
        try:
            with file.path.open("w", encoding="utf-8", newline="") as stream:
                formats.write(file.format, result, stream, **wishes)
        except OSError as error:
            raise ReportError(f"cannot write {file.path}: {error.strerror or error}") from None


def _why_not_writable(path: Path) -> str | None:
    if path.is_dir():
        return "it is a directory"
    # A link to a file that does not exist yet creates it in the directory of its target.
    folder = Path(os.path.realpath(path)).parent
    if not folder.is_dir():
        return f"`{path.parent}` {'is not a directory' if folder.exists() else 'does not exist'}"
    if path.exists():
        return None if os.access(path, os.W_OK) else "it is not writable"
    return None if os.access(folder, os.W_OK) else f"the directory `{path.parent}` is not writable"


def _identity(path: str | Path) -> object:
    """Return a value that two paths of one file share; None for pipes and devices.

    A file that does not exist yet has its path, with links resolved; `-` is standard input.
    """
    facts: os.stat_result | None = None
    with suppress(OSError):
        facts = os.fstat(0) if path == "-" else os.stat(path)  # noqa: PTH116 - a source keeps its path as given
    if facts is None:
        return os.path.realpath(path)
    return (facts.st_dev, facts.st_ino) if stat.S_ISREG(facts.st_mode) else None
