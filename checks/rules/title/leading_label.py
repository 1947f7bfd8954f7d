"""A title that begins with the number or label of its place in a table of contents.

## Why it matters
The number sorts the title wrongly and hides it from comparisons.

## How to fix
Take the label off.

## What is not flagged
Only a number followed by a stop and a space, or a word such as `Article 5:`. `3D`, `2,4-D`, years, and parts of
series (`II. …`) pass, and so do ordinals of languages that write them with a stop: `8. Mai 1945`, `2. Weltkrieg`,
`1. FC Köln`, `21. Yüzyıl`, numbered congresses. In book chapters the number is usual.

## References
- Crossref metadata best practices, https://www.crossref.org/documentation/principles-practices/best-practices/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Scan, rule

_NUMBERED = r"^\s*(\(\d{1,3}\)\s|\d{1,3}\)\s|\[\d{1,3}\]\s|\d{1,2}\.\d{1,2}\.\s|(?i:(?:article|paper|chapter|section|abstract)\sno\.?)\s?\d{1,4}\s*[:.]\s|(?i:no)\.\s?\d{1,4}:\s)\p{Lu}\p{Ll}+\s\S"

_LABEL = r"^\s*(\d{1,3}\.\s(?:\s*)|(?i:article|paper|chapter|section|abstract)\s(?:no\.?\s)?\d{1,4}\s*[:.]\s)(?:\p{Lu}|[\p{Han}\p{Arabic}])\S*\s\S"

_HINT = r"^\s*(?:[(\[]?\d|(?i:article|paper|chapter|section|abstract|no))"
# German, Danish, Finnish, Czech, Hungarian, Turkish and others write an ordinal as a number with a stop.
_ORDINAL = (
    r"(?i)^\s*\d{1,3}\.\s(?:\S*(?:kong|congr|konfer|confer|sympos|tagung|jahr|kolloq|sitzung|auflage|geburtstag|todestag)"
    r"|.{0,60}(?:congress|convegno|kongress|tagung)|(?:jh|fc|sc|sv|tsv|bundes|welt|internationale|deutsch|legislatur|klasse|semester)"
    r"|(?:jan|feb|mär|april|mai\b|juni|juli|aug|sept|okt|nov|dez|maj|oktober|december|leden|únor|břez|květ|červ|srp|září|říj|listop|prosin)"
    r"|(?:yüzyıl|yy\b|ulusal|uluslararası|dünya|dönem|gün\b|yıl\b|stolet|století|storočí|svět|světov|század|világ|vuosi|maailman|århund|verden|världs|ročn))"
)


@rule(
    code="TTL010",
    severity="info",
    fields=["title"],
    since="0.1.0",
    bad={"title": "3. A study of tides", "doi": "10.1000/1"},
    good={"title": "2.5D printing of tide tables", "doi": "10.1000/1"},
)
def leading_label() -> Check:
    """Match the label at the front."""
    label = pl.coalesce(pl.col("title").str.extract(_LABEL, 1), pl.col("title").str.extract(_NUMBERED, 1))
    return Check(
        field="title",
        when=~pl.col("kind").is_in(["chapter", "book", "report", "thesis"]).fill_null(value=False),
        violates=label.is_not_null() & ~pl.col("title").str.contains(_ORDINAL),
        message=pl.format("the title begins with the label {}", quoted(label)),
        scan=Scan(prefilter=_HINT),
    )
