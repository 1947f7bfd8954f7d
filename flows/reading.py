"""Reading: sources in, batches of the records frame out, and every part that is no record as a defect."""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any

import polars as pl

from scholint.checks.contract import DEFECTS, RECORDS
from scholint.flows import bytestream, framing
from scholint.flows.bytestream import BrokenStreamError
from scholint.flows.detection import Format, bound, named, recognise, record_paths
from scholint.flows.framing import Block
from scholint.flows.parsing import defect, parse, with_keys
from scholint.flows.sources import is_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from scholint.flows.limits import Limits
    from scholint.flows.sources import Source

HEAD_BYTES = 1 << 18
_BOMS = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
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


@dataclass(frozen=True, slots=True)
class Batch:
    """Some records, by the contract RECORDS, and what was no record, by the contract DEFECTS.

    `seen`: source to the number of records that came in with this batch, readable or not. `failed`: sources
    that could not be read as a whole; a defect says why. `form`: the format of the records.
    """

    records: pl.DataFrame
    defects: pl.DataFrame
    seen: Mapping[str, int]
    failed: tuple[str, ...] = ()
    form: Format | None = None


@dataclass(slots=True)
class _Waiting:
    """Blocks of one format that wait to be parsed together, and what else happened meanwhile."""

    form: Format | None = None
    blocks: list[tuple[str, Block]] = field(default_factory=list)
    defects: list[dict[str, Any]] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return sum(len(block.numbers) for _, block in self.blocks)

    @property
    def size(self) -> int:
        return sum(len(block.data) for _, block in self.blocks)


def read(
    sources: Sequence[Source],
    *,
    formats: Mapping[str, Format],
    limits: Limits,
    forced: str | None = None,
    opener: Callable[[Source], Iterator[bytes]] | None = None,
) -> Iterator[Batch]:
    """Yield batches in the order of the sources. `opener` gives the bytes of URLs.

    Raises:
        FormatError: `forced` is no format.

    """
    form = named(forced, formats) if forced else None
    block_bytes = _block_bytes(limits)
    waiting = _Waiting()
    for source in sources:
        waiting.seen.setdefault(source.path, 0)
        for block, found in _framed(source, formats, form, limits, opener, waiting):
            if waiting.form not in (None, found) and waiting.blocks:
                yield _batch(waiting)
                waiting.seen[source.path] = 0
            waiting.form = found
            waiting.blocks.append((source.path, block))
            # Before a further block goes beyond the limit.
            if waiting.rows >= limits.batch_records or waiting.size > limits.batch_bytes - block_bytes:
                yield _batch(waiting)
                waiting.seen[source.path] = 0
    yield _batch(waiting)


def _block_bytes(limits: Limits) -> int:
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
    waiting = _Waiting()
    text = data.removeprefix(framing.BOM)
    found = next((f for _, f in _recognised("", iter([data]), formats, form, limits, waiting)), None)
    if found is None or data.startswith(b"PAR1"):
        return None
    samples = framing.first_objects(text[:HEAD_BYTES].decode("utf-8", "replace"))
    if samples and not _is_document(samples, formats, form, text):
        return "lines", found
    return "document" if text.lstrip()[:1] in (b"{", b"[") else "table", found


def _batch(waiting: _Waiting) -> Batch:
    """Return what waits as a batch, and leave nothing waiting; it stays the place to which readers add what they find."""
    records, defects = RECORDS.empty(), waiting.defects
    if waiting.blocks and waiting.form:
        parsed = parse(waiting.blocks, waiting.form)
        records, defects = RECORDS.validate(parsed.records), [*defects, *parsed.defects]
    for source, block in waiting.blocks:
        lost = sum(fault.records for fault in block.faults)
        waiting.seen[source] = waiting.seen.get(source, 0) + len(block.numbers) + lost
    frame = pl.DataFrame(defects, schema=DEFECTS.schema, orient="row")
    batch = Batch(records, DEFECTS.validate(frame), waiting.seen, tuple(waiting.failed), waiting.form)
    waiting.form, waiting.blocks, waiting.defects, waiting.seen, waiting.failed = None, [], [], {}, []
    return batch


def _framed(
    source: Source,
    formats: Mapping[str, Format],
    form: Format | None,
    limits: Limits,
    opener: Callable[[Source], Iterator[bytes]] | None,
    waiting: _Waiting,
) -> Iterator[tuple[Block, Format]]:
    """Yield the source's blocks; what stops it becomes a defect, and what came before it counts."""
    place = source.held or source.path
    chunks = opener(source) if opener and is_url(place) else bytestream.file_chunks(place)
    given = 0
    broken: list[BrokenStreamError] = []

    def whole() -> Iterator[bytes]:
        nonlocal given
        try:
            for chunk in bytestream.decompressed(chunks, limits.expansion):
                given += len(chunk)
                yield chunk
        except BrokenStreamError as error:
            broken.append(error)

    last = 1
    try:
        for block, found in _recognised(source.path, whole(), formats, form, limits, waiting):
            last = max([last, *block.numbers[-1:], *(fault.line for fault in block.faults)])
            yield block, found
    except OSError as error:
        reason = (
            f"cannot be read: {(error.strerror or str(error)).lower() if not is_url(source.path) else error}"
        )
        waiting.defects.append(defect("REC001", source.path, last, reason, byte=given or None, records=0))
        waiting.failed.append(source.path)
    for cut in broken:
        waiting.defects.append(defect("REC001", source.path, last, str(cut), byte=given, records=0))
        if not given:
            waiting.failed.append(source.path)


def _recognised(
    path: str,
    chunks: Iterator[bytes],
    formats: Mapping[str, Format],
    form: Format | None,
    limits: Limits,
    waiting: _Waiting,
) -> Iterator[tuple[Block, Format]]:
    head = _head(chunks, limits)
    if head.startswith(b"PAR1"):
        yield from _parquet(path, chain([head], chunks), formats, limits, waiting)
        return
    alien = _alien(head)
    if alien:
        rule, reason = alien
        waiting.defects.append(defect(rule, path, 1, reason, byte=0, records=0))
        waiting.failed.append(path)
        return
    text = head.removeprefix(framing.BOM)
    if not text.strip() and len(head) < HEAD_BYTES:
        return
    stream = chain([text], chunks)
    if b"\n" not in head and len(head) > limits.record_bytes:
        yield from _endless(path, stream, formats, form, limits, waiting)
        return
    samples = framing.first_objects(text.decode("utf-8", "replace"))
    if samples and not _is_document(samples, formats, form, text):
        found = bound(form, samples) if form else recognise(samples, formats)
        if found is None:
            _unrecognised(path, f"objects with the keys {', '.join(list(samples[0])[:8])}", formats, waiting)
        elif found.framing == "page":
            yield framing.pages(_held(stream, limits)), found
        else:
            for block in framing.lines(stream, limits.record_bytes, _block_bytes(limits)):
                found = _widened(found, samples, block)
                yield block, found
    elif text.lstrip()[:1] in (b"{", b"["):
        yield from _document(path, stream, formats, form, limits, waiting)
    else:
        yield from _table(path, stream, formats, form, limits, waiting)


def _widened(form: Format, samples: Sequence[Mapping[str, Any]], block: Block) -> Format:
    """Return the plain format with keys bound that come later than the samples."""
    if not form.names:
        return form
    seen = [{path.root: None for mapped in form.columns.values() for path in mapped.paths}]
    spread = framing.spread_objects(block)
    wider = bound(form, [*samples, *spread, *seen])
    missing = [name for column, names in form.names.items() if column not in wider.columns for name in names]
    if missing and (rare := with_keys(block, missing)):
        wider = bound(form, [*samples, *spread, *rare, *seen])
    return form if wider == form else wider


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
    waiting: _Waiting,
) -> Iterator[tuple[Block, Format]]:
    """Read lines of which the first is longer than a record may be, and know the format by the next."""
    for block in framing.lines(chunks, limits.record_bytes, _block_bytes(limits)):
        samples = framing.first_objects(block.data[:HEAD_BYTES].decode("utf-8", "replace"))
        if form is None and samples:
            form = recognise(samples, formats)
            if form is None:
                _unrecognised(
                    path, f"objects with the keys {', '.join(list(samples[0])[:8])}", formats, waiting
                )
                return
        elif form is not None and samples:
            form = bound(form, samples)
        yield block, form or formats["plain"]


def _alien(head: bytes) -> tuple[str, str] | None:
    for mark, name in _BOMS.items():
        if head.startswith(mark):
            return "REC004", f"the file is {name}, where UTF-8 is due"
    for mark, name in _MAGIC.items():
        if head.startswith(mark):
            return "REC006", f"the file is {name}"
    # A stray zero byte among records spoils its line alone.
    text = head.decode("utf-8", "replace") if b"\x00" in head[:8192] else ""
    if text and not framing.first_objects(text) and not framing.delimiter_of(_ink(text.partition("\n")[0])):
        return "REC006", "the file is binary"
    if head.lstrip()[:5].lower() in (b"<!doc", b"<html", b"<?xml"):
        return "REC006", "the file is an HTML or XML page"
    return None


def _ink(line: str) -> str:
    """Return the line, or nothing where it holds what no header of a table does."""
    return "" if _UNPRINTED.search(line) else line


def _unrecognised(path: str, looked: str, formats: Mapping[str, Format], waiting: _Waiting) -> None:
    reason = f"no reader recognises {looked}; formats are {', '.join(formats)}"
    waiting.defects.append(defect("REC006", path, 1, reason, records=0))
    waiting.failed.append(path)


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


def _held(chunks: Iterator[bytes], limits: Limits) -> bytes:
    parts: list[bytes] = []
    size = 0
    for chunk in chunks:
        parts.append(chunk)
        size += len(chunk)
        if size > limits.document_bytes:
            raise OSError(
                f"larger than {limits.document_bytes:,} bytes, which is the most that a document may have"
            )
    return b"".join(parts)


def _document(
    path: str,
    chunks: Iterator[bytes],
    formats: Mapping[str, Format],
    form: Format | None,
    limits: Limits,
    waiting: _Waiting,
) -> Iterator[tuple[Block, Format]]:
    data = _held(chunks, limits)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        reason = f"byte 0x{data[error.start]:02x} is not UTF-8"
        waiting.defects.append(defect("REC004", path, 1, reason, byte=error.start, records=0))
        waiting.failed.append(path)
        return
    block = framing.document(text, record_paths(formats, form))
    samples = framing.first_objects(block.data[:HEAD_BYTES].decode("utf-8", "replace")) if block else []
    found = (bound(form, samples) if form else recognise(samples, formats)) if samples else None
    if block is None or (found is None and not block.faults and block.numbers):
        _unrecognised(
            path,
            f"a JSON document with the keys {', '.join(list(samples[0])[:8]) if samples else '(none)'}",
            formats,
            waiting,
        )
        return
    yield block, _widened(found or formats["plain"], samples, block)


def _table(
    path: str,
    chunks: Iterator[bytes],
    formats: Mapping[str, Format],
    form: Format | None,
    limits: Limits,
    waiting: _Waiting,
) -> Iterator[tuple[Block, Format]]:
    data = _held(chunks, limits)
    text = data.decode("utf-8", "replace")
    header = text.partition("\n")[0].strip("\r")
    delimiter = framing.delimiter_of(header)
    blocks = framing.table(text, delimiter) if delimiter else iter(())
    first = next(blocks, None)
    samples = framing.first_objects(first.data[:HEAD_BYTES].decode()) if first else []
    if delimiter and not samples:
        # None of its rows can be read, or it has none.
        samples = [dict.fromkeys(framing.header_names(next(framing.table_rows(text, delimiter))[2]))]
    found = bound(form, samples) if form else recognise(samples, formats) if samples else None
    if found is None or not found.columns:
        _unrecognised(path, f"text that begins with `{header[:80]}`", formats, waiting)
        return
    if first is None:
        return
    for i, block in enumerate(chain([first], blocks)):
        if i == 0 and "\ufffd" in text:
            block.faults += _not_utf8(data)
        yield block, found


def _not_utf8(data: bytes) -> list[framing.Fault]:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        reason = f"byte 0x{data[error.start]:02x} is not UTF-8; read as a replacement character from here on"
        return [framing.Fault(line, error.start, reason, rule="REC004", records=0)]
    return []


def _parquet(
    path: str, chunks: Iterator[bytes], formats: Mapping[str, Format], limits: Limits, waiting: _Waiting
) -> Iterator[tuple[Block, Format]]:
    try:
        frame = pl.read_parquet(io.BytesIO(_held(chunks, limits)))
    except pl.exceptions.PolarsError as error:
        waiting.defects.append(
            defect("REC001", path, 1, f"not valid Parquet: {str(error).splitlines()[0]}", records=0)
        )
        waiting.failed.append(path)
        return
    samples = [json.loads(line) for line in frame.head(50).write_ndjson().splitlines()]
    found = recognise(samples or [dict.fromkeys(frame.columns)], formats)
    if found is None:
        _unrecognised(
            path, f"a Parquet file with the columns {', '.join(frame.columns[:8])}", formats, waiting
        )
        return
    for start in range(0, frame.height, limits.batch_records):
        part = frame[start : start + limits.batch_records]
        yield Block(part.write_ndjson().encode(), range(start + 1, start + 1 + part.height)), found
