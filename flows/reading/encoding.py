"""Encodings: byte-order marks, bytes that are not UTF-8, and characters that cannot be encoded."""

from __future__ import annotations

import re

from scholint.flows.reading.defects import INVALID_ENCODING, Defect

BOM = b"\xef\xbb\xbf"
"""The byte-order mark of UTF-8, which is not a part of the text."""

OTHER_BOMS = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
"""The marks of encodings that are not read; the longer ones first, since they begin like the shorter ones."""


def not_utf8(data: bytes) -> list[Defect]:
    """Return one defect if the data is not UTF-8 throughout, at the first byte that is not."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        reason = f"byte 0x{data[error.start]:02x} is not valid UTF-8; invalid bytes are read as U+FFFD from here on"
        return [Defect(INVALID_ENCODING, line, reason, byte=error.start, records=0)]
    return []


def whole_characters(text: str) -> str:
    """Return the text with U+FFFD for halves of characters, which JSON's escapes can write and no encoding can."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def likely_encoding(line: bytes) -> str:
    """Return the name of the 8-bit encoding that a line which is not UTF-8 is probably in."""
    # These bytes are control characters in Latin-1, which are rare, and letters and quotes in Windows-1252.
    return "Windows-1252" if re.search(rb"[\x80-\x9f]", line) else "Latin-1"
