"""Reading records from lines: files with one record per line, and page dumps."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from scholint.flows.reading.defects import UNREADABLE_RECORD, Defect
from scholint.flows.reading.json_text import SpanError, skip_space, value_end

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_BLANK_LINE = re.compile(rb"\n[ \t\r]*\n")
PAGE_LINES = 2_000
"""The maximum number of lines of an object in a page dump."""
_SHOWN_BYTES = 120


@dataclass(slots=True)
class Block:
    """Some records of one source.

    `data`: one line of JSON per record. `numbers`: the 1-based position of each record in the source. `defects`: the
    parts in between that are not records.
    """

    data: bytes
    numbers: Sequence[int]
    defects: list[Defect] = field(default_factory=list)


def line_blocks(chunks: Iterable[bytes], record_bytes: int, block_bytes: int) -> Iterator[Block]:
    """Yield blocks of complete lines, without blank lines.

    A line that is longer than `record_bytes` becomes a defect, and is not kept in memory. `block_bytes`: a block is
    yielded when it has reached this size.
    """
    kept: list[bytes] = []
    size = byte = 0
    line = 1
    defects: list[Defect] = []
    is_skipping = False
    for chunk in chunks:
        if is_skipping:
            end = chunk.find(b"\n")
            byte += len(chunk) if end < 0 else end + 1
            if end < 0:
                continue
            chunk, is_skipping, line = chunk[end + 1 :], False, line + 1  # noqa: PLW2901 - the rest of the chunk
        kept.append(chunk)
        size += len(chunk)
        # Read on until the block is full or a line may be too long.
        if size < block_bytes and (b"\n" in chunk or size <= record_bytes):
            continue
        whole = b"".join(kept)
        end = whole.rfind(b"\n") + 1
        if not end and size > record_bytes:
            reason = f"line is longer than {record_bytes:,} bytes (setting `limits.record-bytes`)"
            shown = whole[:_SHOWN_BYTES].decode("utf-8", "replace")
            defects.append(Defect(UNREADABLE_RECORD, line, reason, value=shown, byte=byte))
            byte, kept, size, is_skipping = byte + size, [], 0, True
            continue
        if end:
            yield _block(whole[:end], line, defects)
            line, byte, defects = line + whole.count(b"\n", 0, end), byte + end, []
        # What remains is the beginning of the next line.
        kept, size = [whole[end:]], len(whole) - end
    rest = b"".join(kept)
    if rest or defects:
        yield _block(rest, line, defects)


def _block(data: bytes, line: int, defects: list[Defect]) -> Block:
    """Return a block of the lines that are not blank. `line`: the position of the first line."""
    if not data.endswith(b"\n"):
        data += b"\n"
    # Most sources have no blank lines. They need no loop over lines.
    if not _BLANK_LINE.search(data) and data[:1] not in b"\n\r \t":
        return Block(data, range(line, line + data.count(b"\n")), defects)
    kept = [(i, text) for i, text in enumerate(data.split(b"\n")[:-1], line) if text.strip()]
    return Block(b"".join(text + b"\n" for _, text in kept), [i for i, _ in kept], defects)


def page_block(data: bytes) -> Block:
    """Return the JSON objects of a page dump as a block. An object may span several lines.

    Other lines are text of the pages, not records. The function loops over lines (0.3 µs each), because only a JSON
    parser can find the end of an object that spans several lines.
    """
    kept: list[tuple[int, bytes]] = []
    rows = data.split(b"\n")
    i = 0
    while i < len(rows):
        row = rows[i].strip()
        step = 1
        if row.startswith(b"{"):
            # If the object probably ends on the same line, it is not parsed here.
            if not row.endswith(b"}"):
                row, step = _joined_object(rows, i)
            kept.append((i + 1, row))
        i += step
    return Block(b"".join(row + b"\n" for _, row in kept), [number for number, _ in kept])


def _joined_object(rows: Sequence[bytes], start: int) -> tuple[bytes, int]:
    """Return the object that begins at the line `start`, joined into one line, and the number of its lines.

    If the lines are not valid JSON, return the first line and 1.
    """
    text = b" ".join(rows[start : start + PAGE_LINES]).decode("utf-8", "replace")
    try:
        end = value_end(text, skip_space(text))
    except SpanError:
        return rows[start].strip(), 1
    taken, step = 0, 0
    while taken < end and start + step < len(rows):
        taken += len(rows[start + step].decode("utf-8", "replace")) + 1
        step += 1
    return b" ".join(row.strip() for row in rows[start : start + step]), max(step, 1)


def raw_lines(block: Block) -> pl.DataFrame:
    """Return the lines of a block as a frame with one column, `raw` (String)."""
    # The separator U+001F does not occur in valid JSON, where it must be escaped. So each line is one cell.
    return pl.read_csv(
        block.data.replace(b"\x1f", b" "),
        has_header=False,
        separator="\x1f",
        quote_char=None,
        schema={"raw": pl.String},
        encoding="utf8-lossy",
    )


def records_with_keys(block: Block, names: Sequence[str], count: int = 200) -> list[Mapping[str, Any]]:
    """Return up to about `count` records of the block that have one of these keys. Letter case is ignored.

    A random sample would miss a key that only one record in a thousand has, so all lines are searched.
    """
    if not block.numbers:
        return []
    quoted = [f'"{name}"' for name in names]
    found = raw_lines(block).filter(pl.col("raw").str.contains_any(quoted, ascii_case_insensitive=True))
    return list(objects(found["raw"].gather_every(max(1, found.height // count))))


def spread_objects(block: Block, count: int = 500) -> list[Mapping[str, Any]]:
    """Return about `count` records, evenly spread over the block.

    They are parsed in a Python loop, because their keys are not known in advance. It takes 5 ms for a block of 32 MB.
    """
    rows = block.data.split(b"\n")[:-1]
    return list(objects(rows[:: max(1, len(rows) // count)]))


def first_objects(text: str, count: int = 50) -> list[Mapping[str, Any]]:
    """Return the JSON objects in the first `count` lines. Lines that are not a complete object are skipped."""
    return list(objects(text.split("\n", count)[:count]))


def objects(rows: Iterable[str | bytes]) -> Iterator[Mapping[str, Any]]:
    """Yield each row that is a complete JSON object, parsed."""
    for row in rows:
        try:
            value = json.loads(row)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict):
            yield value
