"""Text that was decoded with the wrong encoding, and how to decode it again."""

from __future__ import annotations

import re

# What Windows-1252 makes of the bytes 0x80 to 0x9F.
_SPECIALS = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_SECOND = f"[\x80-\xbf{_SPECIALS}]"
# What stands behind a letter in its own right: `liberté »`, `“café”—`, `Nestlé®’s`, `André¹²`, `160 Å³`.
_OWN = "\u00a0‘’“”„–—…«»‹›•®™©°·†‡¹²³ªº§¡¿´±"
_ODD = "[\x80-\x9f¢-¦¨¬\u00ad¯µ¶¸¼½¾€‚ƒˆ‰Š‹ŒŽ˜šœžŸ]"
# First bytes of two and three in UTF-8. No word ends in â. Â and Å alone begin only signs or stand inside a word,
# since one is a letter of capitals and the other a unit; Ã ends words in Portuguese capitals (`AMANHÃ”`).
BROKEN = (
    f"[àáã-ï](?:{_ODD}{_SECOND}|{_SECOND}{_ODD})|â{_SECOND}{_SECOND}|ï»¿|Ã(?:{_ODD}|[©ª®°±²³´·º§¹«¡¿])"
    f"|(?:^|[^A-ZÀ-ÞĀ-ſ])Ã{_SECOND}|Ã[‘’“”–—•™»›][A-ZÀ-Þ]|Ã»[a-z]|[a-zß-ÿ]Å{_SECOND}|Å[¡¼½¾»›Ÿ‚„ˆº™‘“][a-zß-ÿ]|^Å\u00a0[a-zß-ÿ]|â€|Â[\u00a0-¿]|[a-z\\d)]Â |Ð[\x80-\xbf]Ð"
)
"""A pattern of what UTF-8 looks like when it is read as Windows-1252 or Latin-1; the same in Rust's and Python's syntax."""

_RUN = re.compile(rf"[\u0080-\u00ff{_SPECIALS}]{{2,}}")
_RIGHT = re.compile(f"(?!ï»¿)(?:[ÉÊÓÖÜßàáã-ý]?[{_OWN}]+|(?<![a-zß-ÿ])Å[{_OWN}]+(?![a-zß-ÿ]))")
_LEFT_OVER = re.compile(r"(?<=[^A-ZÀ-Þ\s])Â (?=\S)")
_ROUNDS = 3
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]+")
_SILENT = re.compile("[\x88\x98]([\\w' ]{1,12})[\x89\x9c]|\x7f")
_BYTES = {c: bytes([0x80 + i]) for i, c in enumerate("€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ")}

# UTF-8 of characters beyond ASCII (RFC 3629, section 4). A pattern finds where they begin in one pass; to decode from
# each place in turn takes minutes where a megabyte of letters with accents stands together.
_WHOLE = re.compile(
    rb"(?:[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|\xed[\x80-\x9f][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}"
    rb"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2})+"
)

_SIGNS = {chr(byte[0]): sign for sign, byte in _BYTES.items() if sign > "\x9f"}
# Dashes and quotation marks (U+2013 and on) of which one byte was kept.
_SIGNS |= {chr(low): chr(0x2000 + low) for low in (0x13, 0x14, 0x18, 0x19, 0x1C, 0x1D)}


def decoded_again(text: str) -> str:
    """Return the text with every run of wrongly decoded characters decoded as UTF-8, where that succeeds.

    Repeated as long as it mends, since exports break text more than once. Letters with marks of their own behind
    them stay. An `Â` before a plain space goes: the space was a no-break space until somebody made spaces plain.
    """
    for _ in range(_ROUNDS):
        mended = _RUN.sub(_run_decoded, text)
        if mended == text:
            break
        text = mended
    return _LEFT_OVER.sub(" ", text)


def named_controls(text: str) -> str:
    """Return the text with C1 controls read as Windows-1252, which is what they mostly are, others as spaces.

    Six C0 controls are the second halves of dashes and quotation marks. Two kinds go without trace: the marks of ISO 6630 around words that sorting passes over (`\u0098The \u009cTimes`),
    and U+007F, which stands inside words where a letter was lost.
    """
    return _CONTROL.sub(lambda c: _SIGNS.get(c.group(), " "), _SILENT.sub(r"\1", text))


def _run_decoded(run: re.Match[str]) -> str:
    right = _RIGHT.match(run.string, run.start())
    return run.group() if right and right.end() == run.end() else _decoded(run.group())


def _decoded(run: str) -> str:
    # Every character of a run stands for one byte, so that positions are the same in both.
    data = b"".join(_BYTES[c] if c in _BYTES else c.encode("latin-1") for c in run)
    found = _WHOLE.search(data)
    return run[: found.start()] + found.group().decode("utf-8") + run[found.end() :] if found else run
