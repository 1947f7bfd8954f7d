"""Text was decoded with the wrong encoding (mojibake), such as `Ã©` for `é`.

## Why it matters
Names and words are unreadable and unsearchable, and the damage spreads with each export.

## How to fix
Read the source again as UTF-8, or apply the fix.

There is a fix for UTF-8 text that was decoded as Windows-1252 or Latin-1. There is none for UTF-8 text that was decoded
as Windows-1251, Mac Roman, or code page 850, and for text that was not UTF-8. Get such text from its source again.

## Fix safety
Safe. The fix decodes the original bytes as UTF-8. It does not change bytes that are not valid UTF-8.

## What is not flagged
- Accented capitals as they occur in Portuguese, French, Romanian, or Vietnamese: `NÃO`, `Â`.
- Accented letters before punctuation or symbols: `liberté »`, `160 Å³`, `AMANHÃ”`.

## References
- The Unicode Standard, 3.9 (UTF-8)
- WHATWG Encoding Standard (windows-1252)
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import TEXT_LABELS, quoted
from scholint.checks.rule import Check, Fix, Scan, rule
from scholint.checks.values.encodings import BROKEN, decoded_again
from scholint.checks.values.text import first_matching

# UTF-8 that was decoded with other code pages than Windows-1252.
_NON_LATIN_UTF8 = "(?:[ÐÑØÙÚÛ×ÎÏ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]){2}"
_AS_WINDOWS_1251 = (
    "|(?:[РС][ЂЃѓЉЊЌЋЏђљњќћџЎўЈҐЁЄЇІіґёєјЅѕї°±µ¶·№»«¬®‚„…†‡€‰‹‘’“”•–—™›¤¦§©\xa0\xad]){2}|вЂ[™њќќ“”¦ўў]"
    "|Г[©Ўўґ§¶±єјёЈ][a-z]|В°"
)
_AS_MAC_ROMAN = "|√[©§®£¥™†¢•≠≥º]|√±[a-z]|‚Ä[ôúùìîò¶]"
_AS_CODE_PAGE_850 = "|├[^\\s─]|┬[░«»©®]|ÔÇ[Öôö£]"
# Windows-1251, Windows-1256, GBK, EUC, or Shift JIS that was decoded as Latin-1. The result has more accented letters in
# a row than any language.
_ACCENTED_RUNS = "|[À-ÖØ-öø-ÿ]{5}|[À-ÖØ-öø-ÿ]{2}[\x80-\x9f]|(?:[\x80-\x9f].){3}"
_CODE_PAGES = f"{_NON_LATIN_UTF8}{_AS_WINDOWS_1251}{_AS_MAC_ROMAN}{_AS_CODE_PAGE_850}{_ACCENTED_RUNS}"
_MOJIBAKE = f"{BROKEN}|{_CODE_PAGES}"
_AROUND = rf"(\S{{0,20}}(?:{_MOJIBAKE})\S{{0,20}})"


@rule(
    code="TXT001",
    severity="warning",
    fields=["title", "abstract", "journal", "authors"],
    since="0.1.0",
    bad={"title": "PegelstÃ¤nde in MÃ¼nchen", "doi": "10.1000/1"},
    good={"title": "EDUCAÇÃO E POPULAÇÃO", "doi": "10.1000/1"},
)
def mojibake() -> list[Check]:
    """Return checks that flag text that was decoded with the wrong encoding, one for each field."""
    return [_check(name) for name in ("title", "abstract", "journal", "authors")]


def _check(name: str) -> Check:
    value = first_matching(name, _MOJIBAKE)
    # Python is called once per finding, not once per record.
    fixed = value.map_elements(decoded_again, return_dtype=pl.String)
    return Check(
        field=name,
        violates=value.str.contains(_MOJIBAKE),
        message=pl.format(
            f"{TEXT_LABELS[name]} contains text decoded with the wrong encoding (mojibake): {{}}",
            quoted(value.str.extract(_AROUND, 1)),
        ),
        value=value,
        fix=Fix(value=pl.when(fixed != value).then(fixed), safe=True),
        scan=Scan(every_entry=True, prefilter=_MOJIBAKE),
    )
