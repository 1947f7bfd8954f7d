"""Recognising what a source is, and cutting it into blocks of records."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Any

from scholint.flows.formats.declaration import Format, named, record_paths
from scholint.flows.formats.detect import bound, recognise
from scholint.flows.reading import document, encoding, lines, table
from scholint.flows.reading.defects import defect
from scholint.flows.reading.encoding import BOMS, not_utf8
from scholint.flows.reading.parquet import parquet_blocks
from scholint.flows.reading.pending import (
    HEAD_BYTES,
    Pending,
    report_unrecognised,
    whole_content,
    widened_format,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scholint.flows.reading.limits import Limits
    from scholint.flows.reading.lines import Block

_UNPRINTED = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_MAGIC = {
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\x7fELF": "a program",
    b"SQLite format 3": "an SQLite database",
}

_OPENED = re.compile(rb'^\{.*"([^"\\]+)"\s*:\s*\[\s*$')


def bytes_per_block(limits: Limits) -> int:
    """Return how many bytes are read before they are cut at a line's end."""
    return limits.batch_bytes // 2


def layout(
    data: bytes, formats: Mapping[str, Format], limits: Limits, forced: str | None = None
) -> tuple[str, Format] | None:
    """Return how decompressed content is laid out, `lines`, `document` or `table`, and its bound format.

    None where it is not text that a reader recognises.

    Raises:
        FormatError: `forced` is no format.

    """
    form = named(forced, formats) if forced else None
    waiting = Pending()
    text = data.removeprefix(encoding.BOM)
    found = next((f for _, f in recognised_blocks("", iter([data]), formats, form, limits, waiting)), None)
    if found is None or data.startswith(b"PAR1"):
        return None
    samples = lines.first_objects(text[:HEAD_BYTES].decode("utf-8", "replace"))
    if samples and not _is_document(samples, formats, form, text):
        return "lines", found
    return "document" if text.lstrip()[:1] in (b"{", b"[") else "table", found


def recognised_blocks(
    path: str,
    chunks: Iterator[bytes],
    formats: Mapping[str, Format],
    form: Format | None,
    limits: Limits,
    waiting: Pending,
) -> Iterator[tuple[Block, Format]]:
    """Yield the blocks of a source with their format, found from its beginning; what cannot be read is noted."""
    head = _head(chunks, limits)
    if head.startswith(b"PAR1"):
        yield from parquet_blocks(path, chain([head], chunks), formats, limits, waiting)
        return
    alien = _alien(head)
    if alien:
        rule, reason = alien
        waiting.defects.append(defect(rule, path, 1, reason, byte=0, records=0))
        waiting.failed.append(path)
        return
    text = head.removeprefix(encoding.BOM)
    if not text.strip() and len(head) < HEAD_BYTES:
        return
    stream = chain([text], chunks)
    if b"\n" not in head and len(head) > limits.record_bytes:
        yield from _endless(path, stream, formats, form, limits, waiting)
        return
    samples = lines.first_objects(text.decode("utf-8", "replace"))
    if samples and not _is_document(samples, formats, form, text):
        found = bound(form, samples) if form else recognise(samples, formats)
        if found is None:
            report_unrecognised(
                path, f"objects with the keys {', '.join(list(samples[0])[:8])}", formats, waiting
            )
        elif found.framing == "page":
            yield lines.pages(whole_content(stream, limits)), found
        else:
            for block in lines.lines(stream, limits.record_bytes, bytes_per_block(limits)):
                found = widened_format(found, samples, block)
                yield block, found
    elif text.lstrip()[:1] in (b"{", b"["):
        yield from _document(path, stream, formats, form, limits, waiting)
    else:
        yield from _table(path, stream, formats, form, limits, waiting)


def _head(chunks: Iterator[bytes], limits: Limits) -> bytes:
    """Return enough of a stream to know it by: its first line at least, unless that is longer than a record."""
    parts: list[bytes] = []
    size = 0
    ended = False
    while (size < HEAD_BYTES or not ended) and size <= limits.record_bytes and (chunk := next(chunks, b"")):
        parts.append(chunk)
        size += len(chunk)
        ended = ended or b"\n" in chunk
    return b"".join(parts)


def _endless(
    path: str,
    chunks: Iterator[bytes],
    formats: Mapping[str, Format],
    form: Format | None,
    limits: Limits,
    waiting: Pending,
) -> Iterator[tuple[Block, Format]]:
    """Read lines of which the first is longer than a record may be, and know the format by the next."""
    for block in lines.lines(chunks, limits.record_bytes, bytes_per_block(limits)):
        samples = lines.first_objects(block.data[:HEAD_BYTES].decode("utf-8", "replace"))
        if form is None and samples:
            form = recognise(samples, formats)
            if form is None:
                report_unrecognised(
                    path, f"objects with the keys {', '.join(list(samples[0])[:8])}", formats, waiting
                )
                return
        elif form is not None and samples:
            form = bound(form, samples)
        yield block, form or formats["plain"]


def _alien(head: bytes) -> tuple[str, str] | None:
    for mark, name in BOMS.items():
        if head.startswith(mark):
            return "REC004", f"the file is {name}, where UTF-8 is due"
    for mark, name in _MAGIC.items():
        if head.startswith(mark):
            return "REC006", f"the file is {name}"
    # A stray zero byte among records spoils its line alone.
    text = head.decode("utf-8", "replace") if b"\x00" in head[:8192] else ""
    if text and not lines.first_objects(text) and not table.delimiter_of(_ink(text.partition("\n")[0])):
        return "REC006", "the file is binary"
    if head.lstrip()[:5].lower() in (b"<!doc", b"<html", b"<?xml"):
        return "REC006", "the file is an HTML or XML page"
    return None


def _ink(line: str) -> str:
    """Return the line, or nothing where it holds what no header of a table does."""
    return "" if _UNPRINTED.search(line) else line


def _is_document(
    samples: Sequence[Mapping[str, Any]], formats: Mapping[str, Format], form: Format | None, text: bytes
) -> bool:
    """Tell whether the text is one document that holds records, rather than a record a line."""
    if text.lstrip()[:1] == b"[":
        return True
    ways = [path.split(".") for path in record_paths(formats, form)]
    # A list may have one record a line: `{"items": [`.
    opened = _OPENED.search(text.lstrip().partition(b"\n")[0])
    if opened and opened[1].decode("utf-8", "replace") in {way[-1] for way in ways}:
        return True
    return len(samples) == 1 and any(_holds(samples[0], way) for way in ways)


def _holds(value: Any, keys: Sequence[str]) -> bool:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return isinstance(value, (list, dict)) and (
        isinstance(value, list) or (len(keys) == 1 and "DOI" in value)
    )


def _document(
    path: str,
    chunks: Iterator[bytes],
    formats: Mapping[str, Format],
    form: Format | None,
    limits: Limits,
    waiting: Pending,
) -> Iterator[tuple[Block, Format]]:
    data = whole_content(chunks, limits)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        reason = f"byte 0x{data[error.start]:02x} is not UTF-8"
        waiting.defects.append(defect("REC004", path, 1, reason, byte=error.start, records=0))
        waiting.failed.append(path)
        return
    block = document.document(text, record_paths(formats, form))
    samples = lines.first_objects(block.data[:HEAD_BYTES].decode("utf-8", "replace")) if block else []
    found = (bound(form, samples) if form else recognise(samples, formats)) if samples else None
    if block is None or (found is None and not block.faults and block.numbers):
        report_unrecognised(
            path,
            f"a JSON document with the keys {', '.join(list(samples[0])[:8]) if samples else '(none)'}",
            formats,
            waiting,
        )
        return
    yield block, widened_format(found or formats["plain"], samples, block)


def _table(
    path: str,
    chunks: Iterator[bytes],
    formats: Mapping[str, Format],
    form: Format | None,
    limits: Limits,
    waiting: Pending,
) -> Iterator[tuple[Block, Format]]:
    data = whole_content(chunks, limits)
    text = data.decode("utf-8", "replace")
    header = text.partition("\n")[0].strip("\r")
    delimiter = table.delimiter_of(header)
    blocks = table.table(text, delimiter) if delimiter else iter(())
    first = next(blocks, None)
    samples = lines.first_objects(first.data[:HEAD_BYTES].decode()) if first else []
    if delimiter and not samples:
        # None of its rows can be read, or it has none.
        samples = [dict.fromkeys(table.header_names(next(table.table_rows(text, delimiter))[2]))]
    found = bound(form, samples) if form else recognise(samples, formats) if samples else None
    if found is None or not found.columns:
        report_unrecognised(path, f"text that begins with `{header[:80]}`", formats, waiting)
        return
    if first is None:
        return
    for i, block in enumerate(chain([first], blocks)):
        if i == 0 and "\ufffd" in text:
            block.faults += not_utf8(data)
        yield block, found
