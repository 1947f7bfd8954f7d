"""Keywords, references or addresses at the end of an abstract.

## Why it matters
They are searched and learned as if the work said them.

## How to fix
Move them to their own fields.

## What is not flagged
Only labels that begin a line or a sentence near the end count, followed by a colon or a list. A study of
keywords passes.

## References
- Crossref: abstracts, https://www.crossref.org/documentation/principles-practices/best-practices/abstracts/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Scan, rule

_SECTION = (
    r"(?:^|[.!?;)\]。！？；]\s*|\s{2,}|[\r\n]\s*|>)((?i:key\s?-?words?(?: and phrases)?|index terms|palabras[ -]claves?|palavras[ -]chaves?|mots[ -]cl[ée]s|schl(?:ü|ue)sselw(?:ö|oe)rter|stichworte|parole chiave|ключевые слова"
    r"|关键词|關鍵詞|キーワード|핵심어|주제어|anahtar (?:kelimeler|sözcükler)|từ khóa|کلیدواژه‌?ها|کلمات کلیدی|الكلمات المفتاحية|bibliography|correspond(?:ence|ing author)(?: to)?|e-?mail)\s*[:：]|References\s*:?\s+(?:1\.|\[1\]))"
)

# Headings in capitals or before a list, without a colon.
_HEADED = (
    r"(?:^|[.!?;)\]。]\s*\*?|\s{2,}|[\r\n]\s*|>)((?:Key ?words|KEY ?WORDS|Index Terms|INDEX TERMS|Keywords and phrases)\s*(?:[—–-]\s?\pL|[\r\n]|[.·]\s)"
    r"|KEY ?WORDS\s\pL|Key ?words\s[^.;]{2,60};|\*\s?Corresponding author\s*:)"
)

# What stands in all of them, without what must stand before it.
_HINT = (
    r"(?i:key\s?-?words?|index terms|palabras[ -]clave|palavras[ -]chave|mots[ -]cl[ée]|schl(?:ü|ue)sselw|stichworte|parole chiave"
    r"|anahtar (?:kelime|sözcük)|từ khóa|bibliography\s*[:：]|correspond(?:ence|ing author)(?: to)?\s*[:：]|e-?mail\s*[:：]|ключевые слова)"
    r"|References\s|关键词|關鍵詞|キーワード|핵심어|주제어|کلیدواژه|کلمات کلیدی|الكلمات المفتاحية"
)

_SHOWN = 170


@rule(
    code="ABS009",
    severity="info",
    fields=["abstract"],
    since="0.1.0",
    bad={
        "title": "A study of tides",
        "doi": "10.1000/1",
        "abstract": "We measured the tides of eleven harbours along the western coast for two years, corrected the readings for the pressure of the air, and compared them with the tables that the harbour offices had printed. Keywords: tides; harbours; tables",
    },
    good={
        "title": "A study of tides",
        "doi": "10.1000/1",
        "abstract": "We measured the tides of eleven harbours along the western coast for two years, corrected the readings for the pressure of the air, and compared them with the tables that the harbour offices had printed. Keywords were chosen by hand.",
    },
)
def abstract_holds_other_section(*, tail: int = 400) -> Check:
    """Match labels in the abstract's last part."""
    end = pl.col("abstract").str.tail(tail)
    label = pl.coalesce(
        end.str.extract(_SECTION, 1), end.str.extract(_HEADED, 1).str.replace(r"\W+\pL?$", "")
    )
    return Check(
        field="abstract",
        violates=label.is_not_null(),
        message=pl.format("the abstract holds another section: {}", quoted(label)),
        value=end.str.extract(rf"((?s)(?:{_SECTION}|{_HEADED}).*)", 1).str.slice(0, _SHOWN),
        scan=Scan(prefilter=_HINT),
    )
