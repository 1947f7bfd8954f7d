"""The report files of `--output`. They are checked before a source is read, and written at the end of the run."""

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

# The name of a format consists of letters only, so that `./a=b.html` and `runs/n=3.json` are read as files.
_NAMED = re.compile(r"(?P<format>[A-Za-z]+)=(?P<file>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A file to which a report is written, and the format of the report."""

    format: str
    path: Path

    def __str__(self) -> str:
        return f"{self.format}={self.path}"


def parse(outputs: Iterable[str]) -> list[ReportFile]:
    """Return the report files for the values of `--output`.

    A value is `FORMAT=FILE`, or `FILE` with the extension of a format.

    Raises:
        OutputError: The format is unknown, or the file is missing.
        UnknownFormatError: The extension does not belong to a report format.

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
    """Check that all paths can be written, and that no two of them lead to the same file.

    Raises:
        OutputError: A path fails the check. The message contains the path and the reason.

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
        # Several reports may be written to the same pipe or device.
        if file is not None:
            seen[file] = path


def refuse_sources(paths: Sequence[Path], sources: Iterable[Source]) -> None:
    """Check that no path leads to a file that this run reads, even under another name or through a link.

    Raises:
        OutputError: A path leads to a source. The message contains both.

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
    """Write each report. `wishes`: the options of `reports.writers.formats.write`.

    Raises:
        ReportError: A file cannot be written.

    """
    for file in files:
        try:
            with file.path.open("w", encoding="utf-8", newline="") as stream:
                formats.write(file.format, result, stream, **wishes)
        except OSError as error:
            raise ReportError(f"cannot write `{file.path}`: {error.strerror or error}") from None


def _why_not_writable(path: Path) -> str | None:
    if path.is_dir():
        return "it is a directory"
    # Writing to a link whose target does not exist creates a file in the directory of the target.
    folder = Path(os.path.realpath(path)).parent
    if not folder.is_dir():
        return f"`{path.parent}` {'is not a directory' if folder.exists() else 'does not exist'}"
    if path.exists():
        return None if os.access(path, os.W_OK) else "it is not writable"
    return None if os.access(folder, os.W_OK) else f"the directory `{path.parent}` is not writable"


def _identity(path: str | Path) -> object:
    """Return a value that is equal for two paths that lead to the same file, or None for pipes and devices.

    For a file that does not exist yet, it is the path with links resolved. The path `-` is standard input.
    """
    facts: os.stat_result | None = None
    with suppress(OSError):
        facts = os.fstat(0) if path == "-" else os.stat(path)  # noqa: PTH116 - a source keeps its path as given
    if facts is None:
        return os.path.realpath(path)
    return (facts.st_dev, facts.st_ino) if stat.S_ISREG(facts.st_mode) else None
