"""Reading: sources in, batches of the records frame out, and every part that is no record as a defect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from scholint.checks.contract import DEFECTS, RECORDS
from scholint.flows.formats.declaration import Format, named
from scholint.flows.reading.defects import defect
from scholint.flows.reading.pending import Pending
from scholint.flows.reading.recognise import bytes_per_block, recognised_blocks
from scholint.flows.reading.records import parse
from scholint.flows.sources import streams
from scholint.flows.sources.arguments import is_url
from scholint.flows.sources.streams import BrokenStreamError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from scholint.flows.reading.limits import Limits
    from scholint.flows.reading.lines import Block
    from scholint.flows.sources.arguments import Source


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
    block_bytes = bytes_per_block(limits)
    waiting = Pending()
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


def _batch(waiting: Pending) -> Batch:
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
    waiting: Pending,
) -> Iterator[tuple[Block, Format]]:
    """Yield the source's blocks; what stops it becomes a defect, and what came before it counts."""
    place = source.read_from or source.path
    chunks = opener(source) if opener and is_url(place) else streams.file_chunks(place)
    given = 0
    broken: list[BrokenStreamError] = []

    def whole() -> Iterator[bytes]:
        nonlocal given
        try:
            for chunk in streams.decompressed(chunks, limits.expansion):
                given += len(chunk)
                yield chunk
        except BrokenStreamError as error:
            broken.append(error)

    last = 1
    try:
        for block, found in recognised_blocks(source.path, whole(), formats, form, limits, waiting):
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
