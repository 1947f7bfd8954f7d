"""The output formats by name. A format's module is loaded only when it is asked for."""

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
_ENDINGS = {
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
    """Return the format that a file's ending names.

    Raises:
        UnknownFormatError: it names none.

    """
    ending = Path(file).suffix.lower()
    if ending not in _ENDINGS:
        raise UnknownFormatError(
            f"received the report file `{file}`, valid endings are {', '.join(_ENDINGS)}; or name the format: `--output json={file}`"
        )
    return _ENDINGS[ending]


def write(name: str, result: Result, stream: TextIO, **wishes: Any) -> None:
    """Write the result in a format.

    `wishes`: `statistics`, `quiet` (text only) and `max_findings`: how many findings are shown at most, 0 for
    all, None for the format's own cap. What a cap leaves out is said, never silent.
    """
    import_module(f"scholint.reports.{_MODULES[name]}").write(result, stream, **wishes)
