"""Reading sources into batches of the records frame. Parts of a source that are not records become defects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from scholint.checks.contract import DEFECTS, RECORDS
from scholint.flows.reading.blocks import BlockReader
from scholint.flows.reading.defects import UNREADABLE_RECORD, Defect
from scholint.flows.reading.records import parse
from scholint.flows.sources import streams
from scholint.flows.sources.arguments import is_url
from scholint.flows.sources.streams import BrokenStreamError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from scholint.flows.formats.declaration import Format
    from scholint.flows.reading.limits import Limits
    from scholint.flows.reading.lines import Block
    from scholint.flows.reading.pending import Pending
    from scholint.flows.sources.arguments import Source


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch of records.

    - `records`: a frame by the contract RECORDS.
    - `defects`: a frame by the contract DEFECTS.
    - `seen`: source to the number of its records in this batch, including unreadable ones.
    - `failed`: sources that could not be read, or not to the end. A defect contains the reason.
    - `form`: the format of the records, or None if there are none.
    """

    records: pl.DataFrame
    defects: pl.DataFrame
    seen: Mapping[str, int]
    failed: tuple[str, ...] = ()
    form: Format | None = None


def read(
    sources: Sequence[Source],
    *,
    formats: Mapping[str, Format],
    limits: Limits,
    forced: str | None = None,
    opener: Callable[[Source], Iterator[bytes]] | None = None,
) -> Iterator[Batch]:
    """Yield batches in the order of the sources. At least one batch is yielded, even if it has no records.

    `formats`: all known formats, by name. `forced`: the name of the format of all sources, or None to detect it.
    `opener`: a function that yields the bytes of a URL.

    Raises:
        FormatError: No format has the name `forced`.

    """
    return _Reader(BlockReader.of(formats, limits, forced), opener).batches(sources)


@dataclass(slots=True)
class _Reader:
    """Collects blocks of several sources until they fill a batch or their format changes."""

    reader: BlockReader
    opener: Callable[[Source], Iterator[bytes]] | None

    @property
    def pending(self) -> Pending:
        """The blocks and defects that the next batch will consist of."""
        return self.reader.pending

    def batches(self, sources: Sequence[Source]) -> Iterator[Batch]:
        """Yield batches in the order of the sources."""
        limits = self.reader.limits
        # A batch is full when another block could exceed the limit.
        full = limits.batch_bytes - self.reader.block_bytes
        for source in sources:
            # Sources without records are listed in `seen`, too.
            self.pending.seen.setdefault(source.path, 0)
            for block, form in self._blocks(source):
                if self.pending.form not in (None, form) and self.pending.blocks:
                    yield self._batch()
                    self.pending.seen[source.path] = 0
                self.pending.form = form
                self.pending.blocks.append((source.path, block))
                if self.pending.rows >= limits.batch_records or self.pending.size > full:
                    yield self._batch()
                    self.pending.seen[source.path] = 0
        yield self._batch()

    def _batch(self) -> Batch:
        """Return the pending content as a batch, and reset `pending`."""
        # The object is reused, because the block reader refers to it.
        pending = self.pending
        records, defects = RECORDS.empty(), pending.defects
        if pending.blocks and pending.form:
            parsed = parse(pending.blocks, pending.form)
            records, defects = RECORDS.validate(parsed.records), [*defects, *parsed.defects]
        for source, block in pending.blocks:
            lost = sum(defect.records for defect in block.defects)
            pending.seen[source] = pending.seen.get(source, 0) + len(block.numbers) + lost
        frame = pl.DataFrame(defects, schema=DEFECTS.schema, orient="row")
        batch = Batch(records, DEFECTS.validate(frame), pending.seen, tuple(pending.failed), pending.form)
        pending.form, pending.blocks, pending.defects, pending.seen, pending.failed = None, [], [], {}, []
        return batch

    def _blocks(self, source: Source) -> Iterator[tuple[Block, Format]]:
        """Yield the blocks of a source. If reading is interrupted, add a defect; earlier blocks are kept."""
        stream = _Stream(self._chunks(source), self.reader.limits.expansion)
        # The last position that was read. The defect of an interruption is reported there.
        last = 1
        try:
            for block, form in self.reader.blocks(source.path, iter(stream)):
                last = max([last, *block.numbers[-1:], *(defect.line for defect in block.defects)])
                yield block, form
        except OSError as error:
            if is_url(source.path):
                # The message of the rule already says that the source cannot be read.
                reason = str(error).removeprefix(f"cannot read {source.path}: ")
            else:
                reason = (error.strerror or str(error)).lower()
            defect = Defect(UNREADABLE_RECORD, last, reason, byte=stream.given or None, records=0)
            self.pending.fail(source.path, defect)
        if stream.broken:
            defect = Defect(UNREADABLE_RECORD, last, str(stream.broken), byte=stream.given, records=0)
            # If some content was read before the stream broke, the source has not failed.
            (self.pending.report if stream.given else self.pending.fail)(source.path, defect)

    def _chunks(self, source: Source) -> Iterator[bytes]:
        place = source.read_from or source.path
        return self.opener(source) if self.opener and is_url(place) else streams.file_chunks(place)


@dataclass(slots=True)
class _Stream:
    """Iterates over the decompressed bytes of a source.

    `given`: the number of bytes so far. `broken`: the error that ended the stream, or None.
    """

    chunks: Iterator[bytes]
    expansion: int
    given: int = 0
    broken: BrokenStreamError | None = None

    def __iter__(self) -> Iterator[bytes]:
        try:
            for chunk in streams.decompressed(self.chunks, self.expansion):
                self.given += len(chunk)
                yield chunk
        except BrokenStreamError as error:
            # The error is not raised, so that the reader can still use the content before it.
            self.broken = error
