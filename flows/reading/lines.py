"""Records one to a line, and pages of an aggregator."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scholint.flows.reading.defects import Fault
from scholint.flows.reading.json_text import JSON_DECODER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_BLANK = re.compile(rb"\n[ \t\r]*\n")
PAGE_LINES = 2_000


@dataclass(slots=True)
class Block:
    """Record lines of one source. `numbers`: each line's position; `byte`: where the block begins, if known."""

    data: bytes
    numbers: Sequence[int]
    byte: int | None = None
    faults: list[Fault] = field(default_factory=list)


def lines(chunks: Iterable[bytes], record_bytes: int, block_bytes: int) -> Iterator[Block]:
    """Yield blocks of whole lines, blank ones left out; a line beyond `record_bytes` is a fault, not held."""
    held: list[bytes] = []
    size = byte = 0
    line = 1
    faults: list[Fault] = []
    skipping = False
    for chunk in chunks:
        if skipping:
            end = chunk.find(b"\n")
            byte += len(chunk) if end < 0 else end + 1
            if end < 0:
                continue
            chunk, skipping, line = chunk[end + 1 :], False, line + 1  # noqa: PLW2901 - the rest of it
        held.append(chunk)
        size += len(chunk)
        if size < block_bytes and (b"\n" in chunk or size <= record_bytes):
            continue
        whole = b"".join(held)
        end = whole.rfind(b"\n") + 1
        if not end and size > record_bytes:
            faults.append(Fault(line, byte, f"the line is longer than {record_bytes:,} bytes", _shown(whole)))
            byte, held, size, skipping = byte + size, [], 0, True
            continue
        if end:
            yield _block(whole[:end], line, byte, faults)
            line, byte, faults = line + whole.count(b"\n", 0, end), byte + end, []
        held, size = [whole[end:]], len(whole) - end
    rest = b"".join(held)
    if rest or faults:
        yield _block(rest, line, byte, faults)


def _block(data: bytes, line: int, byte: int, faults: list[Fault]) -> Block:
    if not data.endswith(b"\n"):
        data += b"\n"
    count = data.count(b"\n")
    if not _BLANK.search(data) and data[:1] not in b"\n\r \t":
        return Block(data, range(line, line + count), byte, faults)
    kept = [(i, text) for i, text in enumerate(data.split(b"\n")[:-1], line) if text.strip()]
    return Block(b"".join(text + b"\n" for _, text in kept), [i for i, _ in kept], None, faults)


def _shown(data: bytes) -> str:
    return data[:120].decode("utf-8", "replace")


def pages(data: bytes) -> Block:
    """Return the objects of a page dump: lines that open one, or several lines that make one.

    Other lines are the page's text and no records. A loop over lines, since where an object that spans lines
    ends is known only to a JSON parser; measured at 0.3 µs a line of text.
    """
    kept: list[tuple[int, bytes]] = []
    rows = data.split(b"\n")
    i = 0
    while i < len(rows):
        row = rows[i].strip()
        step = 1
        if row.startswith(b"{"):
            if not row.endswith(b"}"):
                row, step = _several(rows, i)
            kept.append((i + 1, row))
        i += step
    return Block(b"".join(row + b"\n" for _, row in kept), [n for n, _ in kept])


def _several(rows: Sequence[bytes], start: int) -> tuple[bytes, int]:
    """Join lines until they make an object; the first line alone where they never do."""
    text = b" ".join(rows[start : start + PAGE_LINES]).decode("utf-8", "replace")
    try:
        _, end = JSON_DECODER.raw_decode(text[len(text) - len(text.lstrip()) :])
    except (ValueError, RecursionError):
        return rows[start].strip(), 1
    taken, step = 0, 0
    while taken < end and start + step < len(rows):
        taken += len(rows[start + step].decode("utf-8", "replace")) + 1
        step += 1
    return b" ".join(row.strip() for row in rows[start : start + step]), max(step, 1)


def spread_objects(block: Block, count: int = 500) -> list[Mapping[str, Any]]:
    """Return at most `count` of the block's records, from its beginning to its end.

    A Python loop, since keys that no schema names are known only to a JSON parser; 5 ms a block of 32 MB.
    """
    rows = block.data.split(b"\n")[:-1]
    return list(objects(rows[:: max(1, len(rows) // count)]))


def first_objects(text: str, count: int = 50) -> list[Mapping[str, Any]]:
    """Return those of the first lines that are JSON objects by themselves."""
    return list(objects(text.split("\n", count)[:count]))


def objects(rows: Iterable[str | bytes]) -> Iterator[Mapping[str, Any]]:
    """Yield those of the rows that are JSON objects by themselves."""
    for row in rows:
        try:
            value = json.loads(row)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict):
            yield value
