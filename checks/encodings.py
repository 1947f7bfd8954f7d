"""Text that was decoded with the wrong encoding, and how to decode it again."""

from __future__ import annotations

import re

# What Windows-1252 makes of the bytes 0x80 to 0x9F.
_SPECIALS = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_SECOND = rf"[\x{{80}}-\x{{BF}}{_SPECIALS}]"
# First bytes of two and three in UTF-8. Â alone begins only signs, since as a letter it stands in capitals.
BROKEN = rf"[Ãà-ï]{_SECOND}{_SECOND}|Ã{_SECOND}|Å[\x{{80}}-\x{{9F}}¡-¿{_SPECIALS}]|â€|Â[\x{{A0}}¡-¿]|Ð[\x{{80}}-\x{{BF}}°-¿]Ð"
"""A pattern (Rust's syntax) of what UTF-8 looks like when it is read as Windows-1252 or Latin-1."""

_RUN = re.compile(rf"[\u0080-\u00ff{_SPECIALS}]{{2,}}")
_ROUNDS = 3
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]+")
_SILENT = re.compile("[\x88\x98]([\\w' ]{1,12})[\x89\x9c]|\x7f")
_BYTES = {c: bytes([0x80 + i]) for i, c in enumerate("€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ")}

_SIGNS = {chr(byte[0]): sign for sign, byte in _BYTES.items() if sign > "\x9f"}


def decoded_again(text: str) -> str:
    """Return the text with every run of wrongly decoded characters decoded as UTF-8, where that succeeds.

    Repeated as long as it mends, since exports break text more than once.
    """
    for _ in range(_ROUNDS):
        mended = _RUN.sub(lambda run: _decoded(run.group()), text)
        if mended == text:
            break
        text = mended
    return text


def named_controls(text: str) -> str:
    """Return the text with C1 controls read as Windows-1252, which is what they mostly are, others as spaces.

    Two kinds go without trace: the marks of ISO 6630 around words that sorting passes over (`\u0098The \u009cTimes`),
    and U+007F, which stands inside words where a letter was lost.
    """
    return _CONTROL.sub(lambda c: _SIGNS.get(c.group(), " "), _SILENT.sub(r"\1", text))


def _decoded(run: str) -> str:
    for start in range(len(run)):
        data = b"".join(_BYTES[c] if c in _BYTES else c.encode("latin-1") for c in run[start:])
        try:
            return run[:start] + data.decode("utf-8")
        except UnicodeDecodeError as error:
            if error.start:
                head = data[: error.start].decode("utf-8")
                return run[:start] + head + run[start + error.start :]
    return run
