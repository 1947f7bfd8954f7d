"""Text that was decoded with the wrong encoding, and how to decode it correctly."""

from __future__ import annotations

import re

# The characters that Windows-1252 has for the bytes 0x80 to 0x9F.
_SPECIALS = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
# The second or third byte of a UTF-8 sequence, decoded wrongly.
_SECOND = f"[\x80-\xbf{_SPECIALS}]"
# Characters that follow a letter in correct text: `liberté »`, `“café”—`, `Nestlé®’s`, `André¹²`, `160 Å³`.
_OWN = "\u00a0‘’“”„–—…«»‹›•®™©°·†‡¹²³ªº§¡¿´±"
# Decoded second bytes that never follow a letter in correct text.
_ODD = "[\x80-\x9f¢-¦¨¬\u00ad¯µ¶¸¼½¾€‚ƒˆ‰Š‹ŒŽ˜šœžŸ]"

# One pattern for each first byte, because some of these letters are also in correct text. No word ends in â. Â (uppercase)
# and Å (a unit) can only begin symbols or be inside a word. Ã ends words in Portuguese capitals (`AMANHÃ”`).
_THREE_BYTES = f"[àáã-ï](?:{_ODD}{_SECOND}|{_SECOND}{_ODD})|â{_SECOND}{_SECOND}|ï»¿"
_A_TILDE = f"Ã(?:{_ODD}|[©ª®°±²³´·º§¹«¡¿])|(?:^|[^A-ZÀ-ÞĀ-ſ])Ã{_SECOND}|Ã[‘’“”–—•™»›][A-ZÀ-Þ]|Ã»[a-z]"
_A_RING = f"[a-zß-ÿ]Å{_SECOND}|Å[¡¼½¾»›Ÿ‚„ˆº™‘“][a-zß-ÿ]|^Å\u00a0[a-zß-ÿ]"
_A_CIRCUMFLEX = "â€|Â[\u00a0-¿]|[a-z\\d)]Â "
_CYRILLIC = "Ð[\x80-\xbf]Ð"
BROKEN = f"{_THREE_BYTES}|{_A_TILDE}|{_A_RING}|{_A_CIRCUMFLEX}|{_CYRILLIC}"
"""A pattern of UTF-8 that was decoded as Windows-1252 or Latin-1, for Rust and for Python."""

# Two or more characters that may be bytes of UTF-8.
_RUN = re.compile(rf"[\u0080-\u00ff{_SPECIALS}]{{2,}}")
# A run of such characters that is correct text: an accented letter with punctuation after it, or the unit Å.
_GOOD = re.compile(f"(?!ï»¿)(?:[ÉÊÓÖÜßàáã-ý]?[{_OWN}]+|(?<![a-zß-ÿ])Å[{_OWN}]+(?![a-zß-ÿ]))")
_LEFT_OVER = re.compile(r"(?<=[^A-ZÀ-Þ\s])Â (?=\S)")
# Text that was garbled more often cannot be repaired.
_ROUNDS = 3
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]+")
_DELETED = re.compile("[\x88\x98]([\\w' ]{1,12})[\x89\x9c]|\x7f")
_BYTES = {c: bytes([0x80 + i]) for i, c in enumerate("€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ")}

# UTF-8 of characters beyond ASCII (RFC 3629, section 4). The pattern finds where they begin in one pass. Trying to decode
# from each position takes minutes for a megabyte of accented letters.
_UTF8 = re.compile(
    rb"(?:[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|\xed[\x80-\x9f][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}"
    rb"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2})+"
)

_CHARACTERS = {chr(byte[0]): character for character, byte in _BYTES.items() if character > "\x9f"}
# Dashes and quotation marks (from U+2013 on) that lost their high byte.
_CHARACTERS |= {chr(low): chr(0x2000 + low) for low in (0x13, 0x14, 0x18, 0x19, 0x1C, 0x1D)}


def decoded_again(text: str) -> str:
    """Return the text with every run of wrongly decoded characters decoded as UTF-8, if the run is valid UTF-8.

    The step is repeated as long as it changes the text, because exports may garble a text more than once. Accented letters
    before ordinary punctuation stay. An `Â` before a plain space is removed: the space was a no-break space.
    """
    for _ in range(_ROUNDS):
        decoded = _RUN.sub(_run_decoded, text)
        if decoded == text:
            break
        text = decoded
    return _LEFT_OVER.sub(" ", text)


def named_controls(text: str) -> str:
    """Return the text with C1 controls decoded as Windows-1252, which they usually are, and other controls as spaces.

    Six C0 controls are low bytes of dashes and quotation marks, and become these. Two kinds are deleted: the controls of
    ISO 6630 around words that sorting ignores (`\u0098The \u009cTimes`), and U+007F, which replaces a letter that was lost.
    """
    return _CONTROL.sub(lambda c: _CHARACTERS.get(c.group(), " "), _DELETED.sub(r"\1", text))


def _run_decoded(run: re.Match[str]) -> str:
    good = _GOOD.match(run.string, run.start())
    return run.group() if good and good.end() == run.end() else _decoded(run.group())


def _decoded(run: str) -> str:
    # Every character of a run is one byte, so positions in text and bytes are the same.
    data = b"".join(_BYTES[c] if c in _BYTES else c.encode("latin-1") for c in run)
    found = _UTF8.search(data)
    return run[: found.start()] + found.group().decode("utf-8") + run[found.end() :] if found else run
