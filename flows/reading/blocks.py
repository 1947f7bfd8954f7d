"""Splitting a source into blocks of records, and detecting its layout and format."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any

import polars as pl

from scholint.flows.formats.declaration import named, record_paths
from scholint.flows.formats.detect import bound, detect
from scholint.flows.reading import lines, parquet, table
from scholint.flows.reading.defects import INVALID_ENCODING, UNKNOWN_FORMAT, UNREADABLE_RECORD, Defect
from scholint.flows.reading.document import document_block
from scholint.flows.reading.encoding import BOM, not_utf8
from scholint.flows.reading.layout import (
    HEAD_BYTES,
    FoundLayout,
    Layout,
    layout_of,
    read_head,
    unsupported,
    whole_content,
)
from scholint.flows.reading.pending import Pending
from scholint.flows.sources.streams import CHUNK

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scholint.flows.formats.declaration import Format
    from scholint.flows.reading.limits import Limits
    from scholint.flows.reading.lines import Block

_SHOWN_KEYS, _SHOWN_HEADER = 8, 80


@dataclass(frozen=True, slots=True)
class BlockReader:
    """Splits sources into blocks. Defects that concern an entire source are added to `pending`.

    `formats`: all known formats, by name. `form`: the format of the sources, or None if it must be detected.
    """

    formats: Mapping[str, Format]
    form: Format | None
    limits: Limits
    pending: Pending = field(default_factory=Pending)

    @classmethod
    def of(cls, formats: Mapping[str, Format], limits: Limits, forced: str | None = None) -> BlockReader:
        """Return a reader for sources in the format `forced`. If it is None, the format is detected.

        Raises:
            FormatError: No format has this name.

        """
        return cls(formats, named(forced, formats) if forced else None, limits)

    @property
    def block_bytes(self) -> int:
        """The size of a block of lines, in bytes."""
        return self.limits.batch_bytes // 2

    @property
    def record_paths(self) -> list[str]:
        """The paths at which a JSON document may have its records."""
        return record_paths(self.formats, self.form)

    def blocks(self, source: str, chunks: Iterator[bytes]) -> Iterator[tuple[Block, Format]]:
        """Yield the blocks of a source, each with its format. `chunks`: the decompressed bytes.

        Raises:
            OSError: The source cannot be read, or it is a document, table, or Parquet file beyond the size limit.

        """
        head = read_head(chunks, self.limits)
        found = self._layout_of(source, head)
        if found:
            yield from self._blocks(source, found, chain([head.removeprefix(BOM)], chunks))

    def layout(self, data: bytes) -> tuple[Layout, Format] | None:
        """Return the layout and format of the decompressed content of a source.

        Return None if the content is Parquet, is empty, or has an unknown format.
        """
        # The content is split into the same chunks as when a file is read, so that the same lines are too long.
        chunks = (data[i : i + CHUNK] for i in range(0, len(data), CHUNK))
        head = read_head(chunks, self.limits)
        found = self._layout_of("", head)
        if found is None or found.layout is Layout.PARQUET:
            return None
        form = None
        for _, block_form in self._blocks("", found, chain([head.removeprefix(BOM)], chunks)):
            form = block_form
            # Other layouts have one format for all blocks, but a later block of lines may have new keys.
            if found.layout is not Layout.LINES:
                break
        return None if form is None else (found.layout, form)

    def _layout_of(self, source: str, head: bytes) -> FoundLayout | None:
        """Return the layout of a source, or None if the source is empty or not supported."""
        defect = unsupported(head)
        if defect:
            self.pending.fail(source, defect)
            return None
        if not head.removeprefix(BOM).strip() and len(head) < HEAD_BYTES:
            return None
        return layout_of(head, self.record_paths, self.limits)

    def _blocks(
        self, source: str, found: FoundLayout, stream: Iterator[bytes]
    ) -> Iterator[tuple[Block, Format]]:
        if found.layout is Layout.PARQUET:
            return self._parquet(source, stream)
        if found.layout is Layout.DOCUMENT:
            return self._document(source, stream)
        if found.layout is Layout.TABLE:
            return self._table(source, stream)
        if found.samples:
            return self._lines(source, stream, found.samples)
        return self._lines_after_a_long_one(source, stream)

    def _lines(
        self, source: str, stream: Iterator[bytes], samples: Sequence[Mapping[str, Any]]
    ) -> Iterator[tuple[Block, Format]]:
        form = self._format_of(samples)
        if form is None:
            self._fail_unknown_format(source, f"objects with the keys {_keys(samples[0])}")
            return
        if form.framing == "page":
            yield lines.page_block(whole_content(stream, self.limits)), form
            return
        for block in lines.line_blocks(stream, self.limits.record_bytes, self.block_bytes):
            # Later blocks keep the wider format, so that the format changes less often. Each change ends a batch.
            form = widened_format(form, samples, block)
            yield block, form

    def _lines_after_a_long_one(self, source: str, stream: Iterator[bytes]) -> Iterator[tuple[Block, Format]]:
        """Yield the blocks of a source whose first line exceeds the size limit. Later lines show the format."""
        form = self.form
        for block in lines.line_blocks(stream, self.limits.record_bytes, self.block_bytes):
            samples = _samples(block)
            if samples and form is None:
                form = detect(samples, self.formats)
                if form is None:
                    self._fail_unknown_format(source, f"objects with the keys {_keys(samples[0])}")
                    return
            elif samples and form is not None:
                form = bound(form, samples)
            # A block without records contains only the defect of the long line.
            yield block, form or self.formats["plain"]

    def _document(self, source: str, stream: Iterator[bytes]) -> Iterator[tuple[Block, Format]]:
        data = whole_content(stream, self.limits)
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            reason = f"byte 0x{data[error.start]:02x} is not valid UTF-8"
            self.pending.fail(source, Defect(INVALID_ENCODING, 1, reason, byte=error.start, records=0))
            return
        block = document_block(text, self.record_paths)
        samples = _samples(block) if block else []
        form = self._format_of(samples) if samples else None
        # The format is not unknown if the list of records is empty, or if its records have defects of their own.
        is_unknown = block is not None and form is None and not block.defects and block.numbers
        if block is None or is_unknown:
            keys = _keys(samples[0]) if samples else "(none)"
            self._fail_unknown_format(source, f"a JSON document with the keys {keys}")
            return
        yield block, widened_format(form or self.formats["plain"], samples, block)

    def _table(self, source: str, stream: Iterator[bytes]) -> Iterator[tuple[Block, Format]]:
        data = whole_content(stream, self.limits)
        text = data.decode("utf-8", "replace")
        header = text.partition("\n")[0].strip("\r")
        delimiter = table.delimiter_of(header)
        blocks = table.table_blocks(text, delimiter) if delimiter else iter(())
        first = next(blocks, None)
        samples = _samples(first) if first else []
        if delimiter and not samples:
            # If no row can be read, the format is detected from the header.
            samples = [dict.fromkeys(table.header_names(next(table.table_rows(text, delimiter)).cells))]
        form = self._format_of(samples)
        if form is None or not form.columns:
            self._fail_unknown_format(source, f"text that starts with `{header[:_SHOWN_HEADER]}`")
            return
        if first is None:
            return
        if "\ufffd" in text:
            first.defects += not_utf8(data)
        for block in chain([first], blocks):
            yield block, form

    def _parquet(self, source: str, stream: Iterator[bytes]) -> Iterator[tuple[Block, Format]]:
        try:
            frame = parquet.read_parquet(whole_content(stream, self.limits))
        except pl.exceptions.PolarsError as error:
            reason = f"invalid Parquet file: {str(error).splitlines()[0]}"
            self.pending.fail(source, Defect(UNREADABLE_RECORD, 1, reason, records=0))
            return
        # The format is always detected. A format that the user names is meant for the other sources of the run.
        form = detect(parquet.first_rows(frame), self.formats)
        if form is None:
            columns = ", ".join(frame.columns[:_SHOWN_KEYS])
            self._fail_unknown_format(source, f"a Parquet file with the columns {columns}")
            return
        for block in parquet.parquet_blocks(frame, self.limits.batch_records):
            yield block, form

    def _format_of(self, samples: Sequence[Mapping[str, Any]]) -> Format | None:
        """Return the format that the user named, or else the detected format, or None if no format fits."""
        if self.form:
            return bound(self.form, samples)
        return detect(samples, self.formats)

    def _fail_unknown_format(self, source: str, found: str) -> None:
        reason = f"unrecognized format, found {found} (supported: {', '.join(self.formats)})"
        self.pending.fail(source, Defect(UNKNOWN_FORMAT, 1, reason, records=0))


def widened_format(form: Format, samples: Sequence[Mapping[str, Any]], block: Block) -> Format:
    """Return the plain format, extended by keys that only occur later in the block. Return other formats unchanged.

    `samples`: the first records of the source.
    """
    if not form.names:
        return form
    # Keys of earlier blocks are kept.
    known = [{path.root: None for mapped in form.columns.values() for path in mapped.paths}]
    spread = lines.spread_objects(block)
    wider = bound(form, [*samples, *spread, *known])
    missing = [name for column, names in form.names.items() if column not in wider.columns for name in names]
    if missing and (rare := lines.records_with_keys(block, missing)):
        wider = bound(form, [*samples, *spread, *rare, *known])
    return form if wider == form else wider


def _samples(block: Block) -> list[Mapping[str, Any]]:
    return lines.first_objects(block.data[:HEAD_BYTES].decode("utf-8", "replace"))


def _keys(sample: Mapping[str, Any]) -> str:
    return ", ".join(list(sample)[:_SHOWN_KEYS])
