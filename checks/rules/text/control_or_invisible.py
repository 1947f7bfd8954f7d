"""Text contains control characters or invisible characters.

## Why it matters
Nobody can see these characters, but they make searches and comparisons fail.

## How to fix
Remove invisible characters. Replace each control character with the character that Windows-1252 defines for it, or with
a space.

## Fix safety
Safe if the fix only removes zero-width characters and soft hyphens. Unsafe if the text contains control characters. The
fix deletes U+007F and the non-sorting marks of library systems (U+0098, U+009C), and replaces the others.

## What is not flagged
- Joiners and direction marks in emoji and in Arabic, Persian, Hebrew, Indic, and Khmer text, where they are necessary.
- The zero-width space in scripts that write no spaces between words: Thai, Lao, Khmer, Burmese, Tibetan, Chinese, and
  Japanese.
- Tabs and line breaks (reported by TXT005).
- Text that was decoded with the wrong encoding (reported by TXT001).

## References
- The Unicode Standard, 23.1 (control codes) and 23.2 (layout controls)
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import TEXT_LABELS, named_character, quoted, visible
from scholint.checks.rule import Check, Fix, Scan, rule
from scholint.checks.values.encodings import BROKEN, named_controls
from scholint.checks.values.text import first_matching

_ALWAYS = (
    r"\x{00}-\x{08}\x{0B}\x{0C}\x{0E}-\x{1F}\x{7F}-\x{9F}\x{AD}\x{200B}\x{2028}\x{2029}"
    r"\x{2060}-\x{2064}\x{FEFF}\x{FFF9}-\x{FFFB}"
)
_JOINERS = r"\x{200C}-\x{200F}"
_ANY = f"[{_ALWAYS}{_JOINERS}]"
# Scripts and emoji whose spelling needs joiners and direction marks.
_NATIVE = (
    r"[\x{0590}-\x{08FF}\x{0900}-\x{0DFF}\x{0F00}-\x{109F}\x{1780}-\x{18AF}\x{FB1D}-\x{FEFC}"
    r"\x{1F000}-\x{1FAFF}\x{2600}-\x{27BF}]"
)
# Scripts without spaces between words mark the end of a word with U+200B.
_NO_SPACES = r"[\x{0E00}-\x{0EFF}\x{0F00}-\x{109F}\x{1780}-\x{17FF}\x{3040}-\x{30FF}\x{4E00}-\x{9FFF}]"
_END_OF_WORD = rf"{_NO_SPACES}\x{{200B}}|\x{{200B}}{_NO_SPACES}"
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
    """Return checks that flag control characters and invisible characters, one for each field."""
    return [_check(name) for name in ("title", "abstract", "journal", "authors")]


def _check(name: str) -> Check:
    value = first_matching(name, _ANY)
    wrong = ~value.str.contains(_END_OF_WORD) & (
        value.str.contains(f"[{_ALWAYS}]") | (value.str.contains(_ANY) & ~value.str.contains(_NATIVE))
    )
    found, context = _first(value), _first(value, around=r"\S{0,30}")
    # Python is called once per finding, not once per record.
    point = found.map_elements(lambda c: f"U+{ord(c):04X}", return_dtype=pl.String)
    title = found.map_elements(named_character, return_dtype=pl.String)
    spaced = value.map_elements(named_controls, return_dtype=pl.String)
    joined = spaced.str.replace_all(f"[{_ALWAYS}]", "")
    fixed = (
        pl.when(value.str.contains(_NATIVE))
        .then(joined)
        .otherwise(joined.str.replace_all(f"[{_JOINERS}]", ""))
    )
    return Check(
        field=name,
        violates=wrong & ~value.str.contains(BROKEN),
        message=pl.format(
            f"{TEXT_LABELS[name]} contains the invisible character {{}}{{}}",
            title,
            pl.when(context == found)
            .then(pl.lit(""))
            .otherwise(pl.format(" in {}", quoted(visible(context)))),
        ),
        value=value,
        evidence={"character": point},
        fix=Fix(value=fixed, safe=~value.str.contains(_CONTROLS)),
        scan=Scan(every_entry=True, prefilter=_ANY),
    )


def _first(value: pl.Expr, around: str = "") -> pl.Expr:
    """Return the first character that is wrong in the script of the value (String).

    The result includes the text before and after the character that `around` matches.
    """
    always, ever = (
        value.str.extract(f"({around}{characters}{around})", 1) for characters in (f"[{_ALWAYS}]", _ANY)
    )
    return pl.when(value.str.contains(_NATIVE)).then(always).otherwise(ever)
