"""Control characters or invisible ones inside a text.

## Why it matters
Nobody sees them, but searches and comparisons do: the title does not match itself.

## How to fix
Take them out.

## Fix safety
Safe where only zero-width characters and soft hyphens go. A control character becomes what Windows-1252 has in
its place, or a space: a proposal. Marks that library systems put around words to be passed over in sorting, and
U+007F, go without trace.

## What is not flagged
Joiners and direction marks belong in Arabic, Persian, Hebrew, Indic and Khmer text and in emoji, and pass there; so does
the zero-width space where words stand without spaces (Thai, Lao, Khmer, Burmese, Tibetan, Chinese, Japanese).
Tabs and line ends are another matter. A text that is broken as a whole is `TXT001`.

## References
- The Unicode Standard, 23.2 (layout controls), 23.1 (control codes)
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import named_character, quoted
from scholint.checks.rule import Check, Fix, Scan, rule
from scholint.checks.values.encodings import BROKEN, named_controls
from scholint.checks.values.text import first_matching

_ALWAYS = r"\x{00}-\x{08}\x{0B}\x{0C}\x{0E}-\x{1F}\x{7F}-\x{9F}\x{AD}\x{200B}\x{2028}\x{2029}\x{2060}-\x{2064}\x{FEFF}\x{FFF9}-\x{FFFB}"
_JOINERS = r"\x{200C}-\x{200F}"
_ANY = f"[{_ALWAYS}{_JOINERS}]"
_AT_HOME = r"[\x{0590}-\x{08FF}\x{0900}-\x{0DFF}\x{0F00}-\x{109F}\x{1780}-\x{18AF}\x{FB1D}-\x{FEFC}\x{1F000}-\x{1FAFF}\x{2600}-\x{27BF}]"
# Scripts that write no spaces between words mark their ends with U+200B.
_SPACELESS = r"[\x{0E00}-\x{0EFF}\x{0F00}-\x{109F}\x{1780}-\x{17FF}\x{3040}-\x{30FF}\x{4E00}-\x{9FFF}]\x{200B}|\x{200B}[\x{0E00}-\x{0EFF}\x{0F00}-\x{109F}\x{1780}-\x{17FF}\x{3040}-\x{30FF}\x{4E00}-\x{9FFF}]"
_CONTROLS = r"[\x{00}-\x{08}\x{0B}\x{0C}\x{0E}-\x{1F}\x{7F}-\x{9F}\x{2028}\x{2029}]"


@rule(
    code="TXT003",
    severity="warning",
    fields=["title", "abstract", "journal", "authors"],
    since="0.1.0",
    bad={"title": "A stu\u200bdy of tides", "doi": "10.1000/1"},
    good={"title": "می\u200cخواهم", "doi": "10.1000/1"},
)
def control_or_invisible() -> list[Check]:
    """Look at every field that people read."""
    return [_check(name) for name in ("title", "abstract", "journal", "authors")]


def _check(name: str) -> Check:
    value = first_matching(name, _ANY)
    wrong = ~value.str.contains(_SPACELESS) & (
        value.str.contains(f"[{_ALWAYS}]") | (value.str.contains(_ANY) & ~value.str.contains(_AT_HOME))
    )
    found = (
        pl.when(value.str.contains(_AT_HOME))
        .then(value.str.extract(f"([{_ALWAYS}])", 1))
        .otherwise(value.str.extract(f"({_ANY})", 1))
    )
    # A Python call a hit, not a record.
    point = found.map_elements(lambda c: f"U+{ord(c):04X}", return_dtype=pl.String)
    title = found.map_elements(named_character, return_dtype=pl.String)
    around = (
        value.str.extract(rf"(\S{{0,30}}{_ANY}\S{{0,30}})", 1).str.replace_all(_ANY, "").str.strip_chars()
    )
    spaced = value.map_elements(named_controls, return_dtype=pl.String)
    joined = spaced.str.replace_all(f"[{_ALWAYS}]", "")
    mended = (
        pl.when(value.str.contains(_AT_HOME))
        .then(joined)
        .otherwise(joined.str.replace_all(f"[{_JOINERS}]", ""))
    )
    return Check(
        field=name,
        violates=wrong & ~value.str.contains(BROKEN),
        message=pl.format(
            "the text holds {}{}",
            title,
            pl.when(around == "").then(pl.lit("")).otherwise(pl.format(" in {}", quoted(around))),
        ),
        value=value,
        evidence={"character": point},
        fix=Fix(value=mended, safe=~value.str.contains(_CONTROLS)),
        scan=Scan(every_entry=True, prefilter=_ANY),
    )
