"""Word mixes letters of two scripts, such as a Cyrillic `а` in a Latin word.

## Why it matters
The word looks correct but search does not find it, a trick that is also used to disguise names.

## How to fix
Write the word in one script.

## What is not flagged
- Words whose letters of the other script are not lookalikes. Lookalikes are `а е о р с х` and their capitals, the
  omicron, and some Greek capitals.
- Greek letters used as symbols: `TNFα`, `µg`, `Δx`.
- Two words in different scripts, also if a hyphen joins them.

## References
- Unicode Technical Standard 39 (confusables)
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import TEXT_LABELS, quoted
from scholint.checks.rule import Check, Scan, rule
from scholint.checks.values.text import first_matching

_SCRIPTS = ("Latin", "Cyrillic", "Greek")
# Letters that look like a letter of the other script (lookalikes).
_CYRILLIC_TWIN = "[аеорсхіјѕԁԛԝАВЕКМНОРСТХІЅЈ]"
_LATIN_TWIN = "[aeopcxyABEKMHOPCTX]"
_CYRILLIC_IN_LATIN = (
    rf"\p{{Latin}}{{2,}}{_CYRILLIC_TWIN}{{1,2}}(?:\p{{Latin}}|\b)|\b{_CYRILLIC_TWIN}{{1,2}}[a-zA-Z]{{3,}}"
)
_LATIN_IN_CYRILLIC = (
    rf"\p{{Cyrillic}}{{2,}}{_LATIN_TWIN}{{1,2}}\p{{Cyrillic}}|\b[aeopcxABEKMHOPCTX]\p{{Cyrillic}}{{3,}}"
)
_MIXED = f"{_CYRILLIC_IN_LATIN}|{_LATIN_IN_CYRILLIC}"
# No Latin word contains an omicron, or starts with a Greek capital that looks like a Latin one. One lookalike is enough
# between two Latin letters, or between one Cyrillic letter and two more.
_GREEK = (
    r"[a-z]{2,}ο[a-z]|[A-Za-z]ο[a-z]{2,}|[A-Za-z][аеорсхуіјѕ]{1,3}[A-Za-z]"
    r"|\b[ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ][a-z]{2,}|\p{Cyrillic}[aeopcxy]\p{Cyrillic}{2,}"
)
_TWO_SCRIPTS = f"{_MIXED}|{_GREEK}"


@rule(
    code="TXT008",
    severity="warning",
    fields=["title", "journal", "authors"],
    since="0.1.0",
    bad={"title": "A study of tidеs in harbours", "doi": "10.1000/1"},
    good={"title": "β-Carotene and α-tocopherol", "doi": "10.1000/1"},
)
def mixed_script_word() -> list[Check]:
    """Return checks that flag words that mix letters of two scripts, one for each field."""
    return [_check(name) for name in ("title", "journal", "authors")]


def _check(name: str) -> Check:
    value = first_matching(name, _TWO_SCRIPTS)
    word = value.str.extract(rf"([\pL\pM'’]*(?:{_TWO_SCRIPTS})[\pL\pM'’]*)", 1)
    scripts = pl.concat_str(
        (pl.when(word.str.contains(rf"\p{{{script}}}")).then(pl.lit(script)) for script in _SCRIPTS),
        separator=" and ",
        ignore_nulls=True,
    )
    return Check(
        field=name,
        violates=word.is_not_null(),
        message=pl.format(
            f"{TEXT_LABELS[name]} contains a word that mixes {{}} letters: {{}}", scripts, quoted(word)
        ),
        value=value,
        scan=Scan(prefilter=r"[\p{Cyrillic}\p{Greek}]"),
    )
