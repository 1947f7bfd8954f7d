"""What a source contains, by its beginning: lines, a document, a table, Parquet, or nothing that can be read."""

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
"""At least so many bytes are looked at, if the source has them."""
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
# A line that ends within a list of an object: `{"items": [`.
_OPENED_LIST = re.compile(rb'^\{.*"([^"\\]+)"\s*:\s*\[\s*$')


class Layout(Enum):
    """How the records of a source are laid out in its bytes."""

    LINES = "lines"
    DOCUMENT = "document"
    TABLE = "table"
    PARQUET = "parquet"


class FoundLayout(NamedTuple):
    """A layout, and those of the first lines that are JSON objects by themselves."""

    layout: Layout
    samples: Sequence[Mapping[str, Any]]


def read_head(chunks: Iterator[bytes], limits: Limits) -> bytes:
    """Return enough of a stream to find its layout: its first line at least, unless that is longer than a record."""
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
        OSError: they are more than `document_bytes`.

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
    """Return the defect of a source that no format fits: another encoding, an image, an archive, a web page."""
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
    """Return whether zero bytes show that this is not text."""
    if b"\x00" not in head[:_BINARY_HEAD]:
        return False
    # A single zero byte among records or rows spoils its own line, and not the file.
    text = head.decode("utf-8", "replace")
    first_line = text.partition("\n")[0]
    is_header = not _UNPRINTABLE.search(first_line) and table.delimiter_of(first_line)
    return not lines.first_objects(text) and not is_header


def layout_of(head: bytes, record_paths: Sequence[str], limits: Limits) -> FoundLayout:
    """Return how the records of a source are laid out; the reader and the fixer both decide it here.

    `record_paths`: where records may be in a document. Lines without samples are those whose first one is longer than a
    record may be.
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
    """Return whether the text is one document with records, rather than a record per line."""
    if text.lstrip()[:1] == b"[":
        return True
    paths = [path.split(".") for path in record_paths]
    # The list may have a record per line, which looks like a file of lines after the first one.
    opened = _OPENED_LIST.search(text.lstrip().partition(b"\n")[0])
    if opened and opened[1].decode("utf-8", "replace") in {path[-1] for path in paths}:
        return True
    # A single object is a document if it has the list of records of some format.
    return len(samples) == 1 and any(_has_records(samples[0], path) for path in paths)


def _has_records(value: Any, path: Sequence[str]) -> bool:
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    if isinstance(value, list):
        return True
    # Records have objects too: only Crossref's answer about one work, `{"message": {"DOI": …}}`, wraps a record.
    return isinstance(value, dict) and len(path) == 1 and "DOI" in value
