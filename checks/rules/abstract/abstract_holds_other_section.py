"""Abstract ends with another section, such as keywords or references.

## Why it matters
Keywords and addresses are indexed as if they were part of the abstract.

## How to fix
Move the text to its own field, such as keywords or references, and remove it from the abstract.

## What is not flagged
- Labels before the last 400 characters of the abstract (option `tail`).
- Labels inside a sentence. A label must start a line or a sentence, and a colon or a list must follow it. An abstract
  about keywords is therefore not flagged.

## Options
- `tail`: number of characters at the end of the abstract that are searched for labels.

## References
- Crossref, abstracts, https://www.crossref.org/documentation/principles-practices/best-practices/abstracts/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Scan, rule

# Labels of keywords, in several languages.
_KEYWORDS = (
    r"key\s?-?words?(?: and phrases)?|index terms|palabras[ -]claves?|palavras[ -]chaves?"
    "|mots[ -]cl[ée]s|schl(?:ü|ue)sselw(?:ö|oe)rter|stichworte|parole chiave|ключевые слова|关键词|關鍵詞"
    "|キーワード|핵심어|주제어|anahtar (?:kelimeler|sözcükler)|từ khóa|کلیدواژه‌?ها|کلمات کلیدی"
    "|الكلمات المفتاحية"
)
_ADDRESS = "correspond(?:ence|ing author)(?: to)?|e-?mail"
# A section can start after a sentence, two spaces, a line break, or a tag.
_BEFORE = r"(?:^|[.!?;)\]。！？；]\s*|\s{2,}|[\r\n]\s*|>)"
_SECTION = rf"{_BEFORE}((?i:{_KEYWORDS}|bibliography|{_ADDRESS})\s*[:：]|References\s*:?\s+(?:1\.|\[1\]))"

# Headings without a colon. They must be capitalized, or a list must follow them.
_BEFORE_HEADING = r"(?:^|[.!?;)\]。]\s*\*?|\s{2,}|[\r\n]\s*|>)"
_HEADING = (
    r"(?:Key ?words|KEY ?WORDS|Index Terms|INDEX TERMS|Keywords and phrases)\s*(?:[—–-]\s?\pL|[\r\n]|[.·]\s)"
)
_LISTED = r"KEY ?WORDS\s\pL|Key ?words\s[^.;]{2,60};"
_HEADED = rf"{_BEFORE_HEADING}({_HEADING}|{_LISTED}|\*\s?Corresponding author\s*:)"

# Every label contains one of these texts. Most abstracts contain none of them and are not searched further.
_HINT = (
    r"(?i:key\s?-?words?|index terms|palabras[ -]clave|palavras[ -]chave|mots[ -]cl[ée]|schl(?:ü|ue)sselw|stichworte|parole chiave"
    r"|anahtar (?:kelime|sözcük)|từ khóa|bibliography\s*[:：]|correspond(?:ence|ing author)(?: to)?\s*[:：]|e-?mail\s*[:：]|ключевые слова)"
    r"|References\s|关键词|關鍵詞|キーワード|핵심어|주제어|کلیدواژه|کلمات کلیدی|الكلمات المفتاحية"
)

# Number of characters of the section that a finding shows.
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
    """Return a check that flags abstracts whose last part contains the label of another section."""
    end = pl.col("abstract").str.tail(tail)
    label = pl.coalesce(
        end.str.extract(_SECTION, 1), end.str.extract(_HEADED, 1).str.replace(r"\W+\pL?$", "")
    )
    return Check(
        field="abstract",
        violates=label.is_not_null(),
        message=pl.format("abstract contains another section, starting at {}", quoted(label)),
        value=end.str.extract(rf"((?s)(?:{_SECTION}|{_HEADED}).*)", 1).str.slice(0, _SHOWN),
        scan=Scan(prefilter=_HINT),
    )
