"""Planters of defects in any text."""

from __future__ import annotations

import unicodedata

from planting import Draw, at_one

_LOOKALIKE = {
    "a": "а",
    "e": "е",
    "o": "о",
    "c": "с",
    "p": "р",
    "x": "х",
    "y": "у",
    "A": "А",
    "B": "В",
    "C": "С",
    "E": "Е",
    "H": "Н",
    "M": "М",
    "T": "Т",
    "i": "і",
}
_GREEK = {"o": "ο", "v": "ν", "A": "Α", "B": "Β", "E": "Ε", "T": "Τ"}
_ENTITIES = (
    "&amp;",
    "&#233;",
    "&eacute;",
    "&lt;",
    "&amp;lt;i&amp;gt;",
    "&nbsp;",
    "&quot;",
    "&#x2019;",
    "&amp;amp;",
    "&rsquo;",
    "&ndash;",
    "&alpha;",
    "&#8217;",
    "&apos;",
    "&uuml;",
    "&#160;",
    "&gt;",
    "&hellip;",
)
_ACCENTED = ("Poincaré", "São", "Müller", "naïve", "Łódź", "Ångström", "señor", "Çelik", "Nguyễn", "Kovács")
_MARKS = ("don’t", "“so”", "1990–1995", "±5", "20 °C", "well—known", "the authors’")


def mojibake(text: str, draw: Draw) -> str:
    """Decode the text, or a foreign word added to it, with the wrong encoding, sometimes twice."""
    if text.isascii():
        word = draw.choice((*_ACCENTED, *_MARKS))
        return at_one(text, draw, r" ", lambda gap: f" {misread(word, draw)} ")
    return misread(text, draw)


def misread(text: str, draw: Draw) -> str:
    """Return the text as UTF-8 decoded with another encoding, one that has a character for nearly every byte."""
    table = draw.choice(
        ("cp1252", "cp1252", "cp1252", "latin-1", "mac-roman", "cp850", "cp1251", "cp1252 twice")
    )
    name, _, again = table.partition(" ")
    once = _read(text, name)
    return _read(once, name) if again else once


def _read(text: str, table: str) -> str:
    return "".join(
        bytes([byte]).decode(table) if _decodes(byte, table) else chr(byte) for byte in text.encode()
    )


def _decodes(byte: int, table: str) -> bool:
    try:
        bytes([byte]).decode(table)
    except UnicodeDecodeError:
        return False
    return True


def entity(text: str, draw: Draw) -> str:
    """Add an entity between two words or inside one, or replace a character of the text by its entity."""
    mark = draw.choice(_ENTITIES)
    place = draw.choice((" ", " ", r"(?<=\w)(?=\w)", r"[’'–&\"]"))
    return at_one(text, draw, place, lambda found: f" {mark} " if found == " " else mark)


def control(text: str, draw: Draw) -> str:
    """Add a control or invisible character, inside or at an end."""
    mark = draw.choice(
        "\u0007\u001f\u000b\u200b\u00ad\ufeff\u2060\u007f\u0092\u0008\u0002\u0001\u180e\u2063\u0085\u001a\u200b\u00ad"
    )
    return at_one(text, draw, r"(?<=\w)(?=\w)|(?<= )|$|^", lambda found: mark)


def replaced(text: str, draw: Draw) -> str:
    """Replace a letter, or all characters beyond ASCII, by a replacement character or question marks."""
    if not text.isascii() and draw.random() < 0.4:
        return "".join(char if char.isascii() else draw.choice("\ufffd?") for char in text)
    mark = draw.choice(("\ufffd", "\ufffd", "?", "??", "ï¿½"))
    return at_one(text, draw, r"(?<=[a-z]{2})[a-z](?=[a-z]{2})", lambda letter: mark)


def spaces(text: str, draw: Draw) -> str:
    """Double a space, add a line break or a no-break space, or add a space at an end."""
    mark = draw.choice(("  ", "   ", "\n", "\t", "\u00a0", " \n ", "\u2003", "\u3000", "\r\n"))
    return draw.choice(
        (f" {text}", f"{text} ", f"{text}\n", *(at_one(text, draw, " ", lambda gap: mark) for _ in range(5)))
    )


def decomposed(text: str, draw: Draw) -> str:
    """Write accents as combining characters."""
    if unicodedata.normalize("NFD", text) != text:
        return unicodedata.normalize("NFD", text)
    word = unicodedata.normalize("NFD", draw.choice(_ACCENTED))
    return at_one(text, draw, " ", lambda gap: f" {word} ")


def printers_forms(text: str, draw: Draw) -> str:
    """Write ligatures, or write a word in fullwidth letters."""
    for pair, ligature in draw.sample(
        [("ffi", "ﬃ"), ("fi", "ﬁ"), ("fl", "ﬂ"), ("ff", "ﬀ"), ("st", "ﬆ"), ("ffl", "ﬄ")], 3
    ):
        if pair in text:
            return text.replace(pair, ligature)
    return at_one(text, draw, r"\b[A-Za-z]{3,}\b", lambda word: "".join(chr(ord(c) + 0xFEE0) for c in word))


def lookalike(text: str, draw: Draw) -> str:
    """Replace one letter, or all letters of a word, with lookalikes of another script."""
    table = draw.choice((_LOOKALIKE, _LOOKALIKE, _LOOKALIKE, _GREEK))
    if draw.random() < 0.5:
        return at_one(
            text, draw, rf"(?<=[A-Za-z])[{''.join(table)}](?=[a-z]{{2}})", lambda letter: table[letter]
        )
    back = {twin: letter for letter, twin in table.items()}
    if any(twin in text for twin in back):
        return at_one(text, draw, rf"(?<=[а-яё])[{''.join(back)}](?=[а-яё])", lambda letter: back[letter])
    return at_one(
        text, draw, r"\b[A-Za-z]{5,}\b", lambda word: "".join(table.get(c, c) for c in word[:-1]) + word[-1]
    )


def private(text: str, draw: Draw) -> str:
    """Add a private-use character of a font: a bullet, an arrow, or a letter."""
    mark = draw.choice(
        ("\uf0b7", "\uf02d", "\ue001", "\uf061", "\uf8ff", "\uf0e0", "\uf067", "\ue5f8", "\U000f0001")
    )
    return at_one(text, draw, r" |(?<=\w)(?=\w)", lambda found: f" {mark} " if found == " " else mark)


def turned(text: str, draw: Draw) -> str:
    """Add bidirectional control characters."""
    mark = draw.choice("\u202e\u202d\u202a\u202b")
    return at_one(text, draw, r"\b\w{3,}", lambda word: draw.choice((f"{mark}{word}\u202c", f"{mark}{word}")))
