"""The output formats by name. The module of a format is only imported when a report is written in it."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from scholint.errors import UnknownFormatError

if TYPE_CHECKING:
    from scholint.reports.result import Result

_MODULES = {
    "text": "writers.text",
    "json": "writers.json_document",
    "jsonl": "writers.json_lines",
    "csv": "writers.comma_separated",
    "markdown": "writers.markdown",
    "html": "page.single_file",
}
_EXTENSIONS = {
    ".txt": "text",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".md": "markdown",
    ".html": "html",
    ".htm": "html",
}
FORMATS = tuple(_MODULES)


def named_by(file: str) -> str:
    """Return the format for the extension of a file.

    Raises:
        UnknownFormatError: there is no format for it.

    """
    extension = Path(file).suffix.lower()
    if extension not in _EXTENSIONS:
        raise UnknownFormatError(
            f"cannot derive the report format from `{file}`, expected an extension of {', '.join(_EXTENSIONS)}, "
            f"or the format: `--output json={file}`"
        )
    return _EXTENSIONS[extension]


def write(name: str, result: Result, stream: TextIO, **options: Any) -> None:
    """Write the result in a format.

    `options`: `statistics` and `quiet` (text only), and `max_findings`: the largest number of findings to show, 0 for
    all, None for the default of the format. A report that does not show all findings says how many there are.
    """
    import_module(f"scholint.reports.{_MODULES[name]}").write(result, stream, **options)
