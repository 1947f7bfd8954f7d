"""Detecting the layout of a source from its first bytes: lines, document, table, Parquet, or not supported."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

from scholint.flows.reading import lines, parquet, table
from scholint.flows.reading.defects import INVALID_ENCODING, UNKNOWN_FORMAT, Defect
from scholint.flows.reading.encoding import BOM, OTHER_BOMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scholint.flows.reading.limits import Limits

HEAD_BYTES = 1 << 18
"""The minimum number of bytes that are read to find the layout, if the source is that long."""
_BINARY_HEAD = 8192

_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_MAGIC = {
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a ZIP archive or Office document",
    b"\x7fELF": "an executable program",
    b"SQLite format 3": "an SQLite database",
}
# A line that opens an object and a list in it, for example `{"items": [`.
_OPENED_LIST = re.compile(rb'^\{.*"([^"\\]+)"\s*:\s*\[\s*$')


class Layout(Enum):
    """How the records of a source are laid out in its bytes."""

    LINES = "lines"
    DOCUMENT = "document"
    TABLE = "table"
    PARQUET = "parquet"


class FoundLayout(NamedTuple):
    """The layout of a source. `samples`: the objects in the first lines, if any line is a complete JSON object."""

    layout: Layout
    samples: Sequence[Mapping[str, Any]]


def read_head(chunks: Iterator[bytes], limits: Limits) -> bytes:
    """Return the beginning of a stream, with at least its first line, unless that exceeds `limits.record_bytes`."""
    parts: list[bytes] = []
    size = 0
    has_line = False
    while (
        (size < HEAD_BYTES or not has_line) and size <= limits.record_bytes and (chunk := next(chunks, b""))
    ):
        parts.append(chunk)
        size += len(chunk)
        has_line = has_line or b"\n" in chunk
    return b"".join(parts)


def whole_content(chunks: Iterator[bytes], limits: Limits) -> bytes:
    """Return all bytes of a stream.

    Raises:
        OSError: The stream is longer than `limits.document_bytes`.

    """
    parts: list[bytes] = []
    size = 0
    for chunk in chunks:
        parts.append(chunk)
        size += len(chunk)
        if size > limits.document_bytes:
            raise OSError(
                f"document is larger than {limits.document_bytes:,} bytes (setting `limits.document-bytes`)"
            )
    return b"".join(parts)


def unsupported(head: bytes) -> Defect | None:
    """Return the defect of a source that is not supported, or None.

    Examples are other encodings, images, archives, and web pages.
    """
    for mark, name in OTHER_BOMS.items():
        if head.startswith(mark):
            return Defect(
                INVALID_ENCODING, 1, f"file is encoded as {name}, expected UTF-8", byte=0, records=0
            )
    reason = _unsupported_kind(head)
    return Defect(UNKNOWN_FORMAT, 1, reason, byte=0, records=0) if reason else None


def _unsupported_kind(head: bytes) -> str | None:
    for mark, name in _MAGIC.items():
        if head.startswith(mark):
            return f"file is {name}, not a supported format"
    if _is_binary(head) and not head.startswith(parquet.MAGIC):
        return "file is binary, not a supported format"
    if head.lstrip()[:5].lower() in (b"<!doc", b"<html", b"<?xml"):
        return "file is an HTML or XML document, not a supported format"
    return None


def _is_binary(head: bytes) -> bool:
    """Boolean: true if zero bytes show that the content is not text."""
    if b"\x00" not in head[:_BINARY_HEAD]:
        return False
    # If a zero byte is between readable records or rows, only its own line is damaged, not the file.
    text = head.decode("utf-8", "replace")
    first_line = text.partition("\n")[0]
    is_header = not _UNPRINTABLE.search(first_line) and table.delimiter_of(first_line)
    return not lines.first_objects(text) and not is_header


def layout_of(head: bytes, record_paths: Sequence[str], limits: Limits) -> FoundLayout:
    """Return the layout of a source. The reader and the fixer both use this function, so that they agree.

    The layout LINES without samples means that the first line exceeds the size limit of a record.

    `record_paths`: the paths at which a JSON document may have its records.
    """
    if head.startswith(parquet.MAGIC):
        return FoundLayout(Layout.PARQUET, [])
    if b"\n" not in head and len(head) > limits.record_bytes:
        return FoundLayout(Layout.LINES, [])
    text = head.removeprefix(BOM)
    samples = lines.first_objects(text.decode("utf-8", "replace"))
    if samples and not _is_document(samples, record_paths, text):
        return FoundLayout(Layout.LINES, samples)
    if text.lstrip()[:1] in (b"{", b"["):
        return FoundLayout(Layout.DOCUMENT, samples)
    return FoundLayout(Layout.TABLE, samples)


def _is_document(samples: Sequence[Mapping[str, Any]], record_paths: Sequence[str], text: bytes) -> bool:
    """Boolean: true if the text is one document with records. Otherwise it has one record per line."""
    if text.lstrip()[:1] == b"[":
        return True
    paths = [path.split(".") for path in record_paths]
    # A document may have each record on its own line. After its first line, it looks like a file of lines.
    opened = _OPENED_LIST.search(text.lstrip().partition(b"\n")[0])
    if opened and opened[1].decode("utf-8", "replace") in {path[-1] for path in paths}:
        return True
    # A single object is a document if it has a list of records at a path of some format.
    return len(samples) == 1 and any(_has_records(samples[0], path) for path in paths)


def _has_records(value: Any, path: Sequence[str]) -> bool:
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    if isinstance(value, list):
        return True
    # Records contain objects, too. Only Crossref's response about one work, `{"message": {"DOI": …}}`, wraps a record.
    return isinstance(value, dict) and len(path) == 1 and "DOI" in value
