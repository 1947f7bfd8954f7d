"""Encodings: byte-order marks, bytes that are not UTF-8, and characters that cannot be encoded."""

from __future__ import annotations

import re

from scholint.flows.reading import defects

BOMS = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}


def not_utf8(data: bytes) -> list[defects.Fault]:
    """Return one fault if the data is not UTF-8 throughout, at the first byte that is not."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        reason = f"byte 0x{data[error.start]:02x} is not UTF-8; read as a replacement character from here on"
        return [defects.Fault(line, error.start, reason, rule="REC004", records=0)]
    return []


BOM = b"\xef\xbb\xbf"
"""The byte-order mark of UTF-8, which is no part of what it stands before."""


def whole_characters(text: str) -> str:
    """Return the text with U+FFFD for halves of characters, which JSON's escapes can write and no encoding can."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def likely_encoding(line: bytes) -> str:
    """Return the name of the 8-bit encoding that a line which is not UTF-8 is probably in."""
    # C1 controls are rare in Latin-1, letters and quotes in Windows-1252.
    return "Windows-1252" if re.search(rb"[\x80-\x9f]", line) else "Latin-1"
