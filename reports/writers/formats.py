"""The report formats by name. The module of a format is imported when a report in this format is written."""

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
    """Return the report format for the extension of a file.

    Raises:
        UnknownFormatError: No format has this extension.

    """
    extension = Path(file).suffix.lower()
    if extension not in _EXTENSIONS:
        raise UnknownFormatError(
            f"cannot derive the report format from `{file}`, expected an extension of {', '.join(_EXTENSIONS)}, "
            f"or the format: `--output json={file}`"
        )
    return _EXTENSIONS[extension]


def write(name: str, result: Result, stream: TextIO, **options: Any) -> None:
    """Write the result in the format `name`.

    `options`: `statistics` and `quiet` (for text only), and `max_findings`, the largest number of findings to show (0
    for all, None for the default of the format). A report that does not show all findings says how many there are.
    """
    import_module(f"scholint.reports.{_MODULES[name]}").write(result, stream, **options)
