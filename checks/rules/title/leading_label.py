"""Title starts with a number or label from a table of contents.

## Why it matters
The label changes the sort order, and the title no longer matches other copies.

## How to fix
Remove the label.

## What is not flagged
- Numbers without a period and a space, or a closing bracket, after them: `3D`, `2,4-D`, years.
- Roman numerals, since they number the parts of a series: `II. …`.
- Ordinals in languages that write them with a period, such as German and Turkish: `8. Mai 1945`, `2. Weltkrieg`,
  `1. FC Köln`, `21. Yüzyıl`, and numbers of congresses.
- Chapters, books, reports, and theses, since their titles often start with a number.

## References
- Crossref metadata best practices, https://www.crossref.org/documentation/principles-practices/best-practices/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Scan, rule

# A number in brackets, a number with two parts, or a word with `No.`, before a capitalized word and at least one more.
_NUMBERED = (
    r"^\s*(\(\d{1,3}\)\s|\d{1,3}\)\s|\[\d{1,3}\]\s|\d{1,2}\.\d{1,2}\.\s"
    r"|(?i:(?:article|paper|chapter|section|abstract)\sno\.?)\s?\d{1,4}\s*[:.]\s|(?i:no)\.\s?\d{1,4}:\s)"
    r"\p{Lu}\p{Ll}+\s\S"
)
_LABEL = (
    r"^\s*(\d{1,3}\.\s(?:\s*)|(?i:article|paper|chapter|section|abstract)\s(?:no\.?\s)?\d{1,4}\s*[:.]\s)"
    r"(?:\p{Lu}|[\p{Han}\p{Arabic}])\S*\s\S"
)
_STARTS_LIKE_A_LABEL = r"^\s*(?:[(\[]?\d|(?i:article|paper|chapter|section|abstract|no))"

# German, Danish, Finnish, Czech, Hungarian, Turkish, and others write an ordinal as a number with a period.
_MEETINGS = (
    r"\S*(?:kong|congr|konfer|confer|sympos|tagung|jahr|kolloq|sitzung|auflage|geburtstag|todestag)"
    r"|.{0,60}(?:congress|convegno|kongress|tagung)"
)
_GERMAN = r"(?:jh|fc|sc|sv|tsv|bundes|welt|internationale|deutsch|legislatur|klasse|semester)"
_MONTHS = (
    r"(?:jan|feb|mär|april|mai\b|juni|juli|aug|sept|okt|nov|dez|maj|oktober|december"
    r"|leden|únor|břez|květ|červ|srp|září|říj|listop|prosin)"
)
_OTHER_LANGUAGES = (
    r"(?:yüzyıl|yy\b|ulusal|uluslararası|dünya|dönem|gün\b|yıl\b|stolet|století|storočí|svět|světov|század|világ"
    r"|vuosi|maailman|århund|verden|världs|ročn)"
)
_ORDINAL = rf"(?i)^\s*\d{{1,3}}\.\s(?:{_MEETINGS}|{_GERMAN}|{_MONTHS}|{_OTHER_LANGUAGES})"


@rule(
    code="TTL010",
    severity="info",
    fields=["title"],
    since="0.1.0",
    bad={"title": "3. A study of tides", "doi": "10.1000/1"},
    good={"title": "2.5D printing of tide tables", "doi": "10.1000/1"},
)
def leading_label() -> Check:
    """Return a check that flags titles that start with a label, unless its number is an ordinal."""
    label = pl.coalesce(pl.col("title").str.extract(_LABEL, 1), pl.col("title").str.extract(_NUMBERED, 1))
    return Check(
        field="title",
        when=~pl.col("kind").is_in(["chapter", "book", "report", "thesis"]).fill_null(value=False),
        violates=label.is_not_null() & ~pl.col("title").str.contains(_ORDINAL),
        message=pl.format("title starts with the label {}", quoted(label)),
        scan=Scan(prefilter=_STARTS_LIKE_A_LABEL),
    )
