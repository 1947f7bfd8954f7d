"""A word of two scripts: a Cyrillic `а` inside a Latin word.

## Why it matters
It looks right and is not found; it is also how false names are made.

## How to fix
Write the word in one script.

## What is not flagged
Told for Latin with Cyrillic inside one word, and for an omicron or a Greek capital in a Latin one, where the odd
letters have twins in the other script (`а е о р с х` and their capitals), next to letters on both sides. Greek
letters in chemistry and µ, deliberate mixtures at a hyphen, units and symbols pass; in a title that mixes
languages each word is looked at by itself.

## References
- Unicode Technical Standard 39 (confusables)
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Scan, rule
from scholint.checks.values.text import first_matching

_TWIN = "[аеорсхіјѕԁԛԝАВЕКМНОРСТХІЅЈ]"
_MIXED = rf"\p{{Latin}}{{2,}}{_TWIN}{{1,2}}(?:\p{{Latin}}|\b)|\b{_TWIN}{{1,2}}[a-zA-Z]{{3,}}|\p{{Cyrillic}}{{2,}}[aeopcxyABEKMHOPCTX]{{1,2}}\p{{Cyrillic}}|\b[aeopcxABEKMHOPCTX]\p{{Cyrillic}}{{3,}}"
# An omicron is never meant inside a Latin word, nor a Greek capital with a twin in front of one.
_GREEK = r"[a-z]{2,}ο[a-z]|[A-Za-z]ο[a-z]{2,}|[A-Za-z][аеорсхуіјѕ]{1,3}[A-Za-z]|\b[ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ][a-z]{2,}|\p{Cyrillic}[aeopcxy]\p{Cyrillic}{2,}"
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
    """Look at every field that people read."""
    return [_check(name) for name in ("title", "journal", "authors")]


def _check(name: str) -> Check:
    value = first_matching(name, _TWO_SCRIPTS)
    word = value.str.extract(rf"([\pL\pM'’]*(?:{_TWO_SCRIPTS})[\pL\pM'’]*)", 1)
    return Check(
        field=name,
        violates=word.is_not_null(),
        message=pl.format("the word {} mixes letters of two scripts", quoted(word)),
        value=value,
        scan=Scan(prefilter=r"[\p{Cyrillic}\p{Greek}]"),
    )
