"""Text that was decoded with the wrong encoding: `Ã©` for `é`, `â€™` for an apostrophe.

## Why it matters
Names and words are broken for readers and for search; the damage spreads with every export.

## How to fix
Read the source again as UTF-8, or mend the text as proposed. There is a proposal for what was read as Windows-1252
or Latin-1; what was read as Windows-1251, Mac Roman or code page 850, and what was never UTF-8, takes the source.

## Fix safety
Safe: the same bytes, decoded as they were written; what does not decode stays as it is.

## What is not flagged
Found by the pairs that UTF-8 leaves when read as Windows-1252 or Latin-1. Capitals that are right in Portuguese,
French or Vietnamese (`NÃO`, `Â`) pass, since a letter follows them, and so do marks behind a letter with an
accent (`liberté »`, `160 Å³`, `AMANHÃ”`).

## References
- The Unicode Standard, 3.9 (UTF-8); WHATWG Encoding Standard (windows-1252)
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, Scan, rule
from scholint.checks.values.encodings import BROKEN, decoded_again
from scholint.checks.values.text import first_matching

# What other tables leave: UTF-8 of Arabic, Hebrew, Greek and Cyrillic in Windows-1252, of Cyrillic and Latin in
# Windows-1251, Mac Roman and code page 850; and words of Windows-1251, -1256, GBK, EUC or Shift JIS in Latin-1, which
# string letters with accents together as no language does.
_TABLES = (
    "(?:[ÐÑØÙÚÛ×ÎÏ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]){2}"
    "|(?:[РС][ЂЃѓЉЊЌЋЏђљњќћџЎўЈҐЁЄЇІіґёєјЅѕї°±µ¶·№»«¬®‚„…†‡€‰‹‘’“”•–—™›¤¦§©\xa0\xad]){2}|вЂ[™њќќ“”¦ўў]|Г[©Ўўґ§¶±єјёЈ][a-z]|В°"
    "|√[©§®£¥™†¢•≠≥º]|√±[a-z]|‚Ä[ôúùìîò¶]|├[^\\s─]|┬[░«»©®]|ÔÇ[Öôö£]|[À-ÖØ-öø-ÿ]{5}|[À-ÖØ-öø-ÿ]{2}[\x80-\x9f]|(?:[\x80-\x9f].){3}"
)
_BROKEN = f"{BROKEN}|{_TABLES}"
_AROUND = rf"(\S{{0,20}}(?:{_BROKEN})\S{{0,20}})"


@rule(
    code="TXT001",
    severity="warning",
    fields=["title", "abstract", "journal", "authors"],
    since="0.1.0",
    bad={"title": "PegelstÃ¤nde in MÃ¼nchen", "doi": "10.1000/1"},
    good={"title": "EDUCAÇÃO E POPULAÇÃO", "doi": "10.1000/1"},
)
def mojibake() -> list[Check]:
    """Look at every field that people read."""
    return [_check(name) for name in ("title", "abstract", "journal", "authors")]


def _check(name: str) -> Check:
    value = first_matching(name, _BROKEN)
    # A Python call a hit, not a record: only what was found broken is mended.
    mended = value.map_elements(decoded_again, return_dtype=pl.String)
    return Check(
        field=name,
        violates=value.str.contains(_BROKEN),
        message=pl.format("{} was decoded with the wrong encoding", quoted(value.str.extract(_AROUND, 1))),
        value=value,
        fix=Fix(value=pl.when(mended != value).then(mended), safe=True),
        scan=Scan(every_entry=True, prefilter=_BROKEN),
    )
