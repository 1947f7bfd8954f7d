"""Encodings: byte-order marks, bytes that are not UTF-8, and characters that cannot be encoded."""

from __future__ import annotations

import re

from scholint.flows.reading.defects import INVALID_ENCODING, Defect

BOM = b"\xef\xbb\xbf"
"""The byte-order mark of UTF-8. It is not part of the text."""

OTHER_BOMS = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
"""The byte-order marks of unsupported encodings. Longer marks come first, because they begin with a shorter one."""


def not_utf8(data: bytes) -> list[Defect]:
    """Return a list with one defect, at the first byte that is not valid UTF-8. The list is empty if all are valid."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        reason = f"byte 0x{data[error.start]:02x} is not valid UTF-8; invalid bytes are read as U+FFFD from here on"
        return [Defect(INVALID_ENCODING, line, reason, byte=error.start, records=0)]
    return []


def likely_encoding(line: bytes) -> str:
    """Return the most likely 8-bit encoding of a line that is not valid UTF-8."""
    # In Windows-1252 these bytes are letters and quotation marks. In Latin-1 they are control characters, which are
    # rare.
    return "Windows-1252" if re.search(rb"[\x80-\x9f]", line) else "Latin-1"
