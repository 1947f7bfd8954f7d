"""Reading the bytes of a source, decompressed. The stream may be truncated, corrupt, or a decompression bomb."""

from __future__ import annotations

import os
import sys
import zlib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK = 1 << 20
GZIP = b"\x1f\x8b"
ZSTD = b"\x28\xb5\x2f\xfd"
# The limit on expansion applies only beyond this size. Smaller content fits into memory, and short repetitive files
# may compress very well.
BOMB_BYTES = 64 << 20
_SMALL = 1 << 12


class BrokenStreamError(ValueError):
    """A compressed stream is truncated, corrupt, or expands beyond the limit. The message is a clause, not a sentence."""


def file_chunks(path: str) -> Iterator[bytes]:
    """Yield the bytes of a file in chunks. The path `-` is standard input.

    Raises:
        OSError: The file cannot be opened or read.

    """
    if path == "-":
        while chunk := os.read(sys.stdin.fileno(), CHUNK):
            yield chunk
        return
    with Path(path).open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def decompressed(chunks: Iterator[bytes], expansion: int) -> Iterator[bytes]:
    """Yield the bytes of a stream. Gzip and Zstandard are detected by their first bytes and decompressed.

    `expansion`: how many times larger than the compressed bytes the result may be. The limit applies beyond 64 MiB.

    Raises:
        BrokenStreamError: The compressed stream is truncated, corrupt, or expands too much. The content before that is
            yielded first.

    """
    # The first chunk of a slow connection may be shorter than the bytes that identify the compression.
    first = b""
    while len(first) < len(ZSTD) and (chunk := next(chunks, b"")):
        first += chunk
    if first.startswith(GZIP):
        yield from _limited(_gunzip(_joined(first, chunks)), expansion)
    elif first.startswith(ZSTD):
        yield from _limited(_unzstd(_joined(first, chunks)), expansion)
    elif first:
        yield first
        yield from chunks


def _joined(first: bytes, chunks: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from chunks


def _limited(pairs: Iterator[tuple[int, bytes]], expansion: int) -> Iterator[bytes]:
    taken = given = 0
    for consumed, chunk in pairs:
        taken += consumed
        given += len(chunk)
        if given > BOMB_BYTES and given > taken * expansion:
            raise BrokenStreamError(
                f"expands to more than {expansion} times its compressed size; reading stopped after {given:,} bytes "
                "(setting `limits.expansion`)"
            )
        if chunk:
            yield chunk


def _gunzip(chunks: Iterator[bytes]) -> Iterator[tuple[int, bytes]]:
    """Decompress all members of a gzip stream. Yield the number of bytes consumed, and the bytes produced."""
    member = zlib.decompressobj(wbits=31)
    begun = False
    for chunk in chunks:
        data, consumed = chunk, len(chunk)
        while data:
            if member.eof:
                # Some writers pad the last block with zero bytes.
                if not data.strip(b"\0"):
                    break
                member, begun = zlib.decompressobj(wbits=31), False
            before = member.copy()
            try:
                produced = member.decompress(data, CHUNK)
            except zlib.error as error:
                yield consumed, _until_damage(before, data)
                raise BrokenStreamError(f"corrupt gzip stream ({error})") from None
            begun = True
            yield consumed, produced
            consumed = 0
            data = member.unused_data if member.eof else member.unconsumed_tail
    if begun and not member.eof:
        yield 0, member.flush()
        raise BrokenStreamError("truncated gzip stream")


def _until_damage(member: zlib._Decompress, data: bytes) -> bytes:
    """Return the content before the corrupt byte.

    The data is decompressed byte by byte, because zlib returns nothing for a larger piece that contains an error.
    """
    made = bytearray()
    with suppress(zlib.error):
        for i in range(len(data)):
            made += member.decompress(data[i : i + 1])
    return bytes(made)


def _unzstd(chunks: Iterator[bytes]) -> Iterator[tuple[int, bytes]]:
    import zstandard  # noqa: PLC0415 - few sources need it

    frame = zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj()
    for chunk in chunks:
        # The data is decompressed in small pieces, because decompressobj cannot limit the size of its output.
        for start in range(0, len(chunk), _SMALL):
            data = chunk[start : start + _SMALL]
            consumed = len(data)
            while data:
                if frame.eof:
                    frame = zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj()
                try:
                    produced = frame.decompress(data)
                except zstandard.ZstdError as error:
                    raise BrokenStreamError(f"corrupt Zstandard stream ({error})") from None
                yield consumed, produced
                consumed, data = 0, frame.unused_data if frame.eof else b""
    if not frame.eof:
        raise BrokenStreamError("truncated Zstandard stream")
