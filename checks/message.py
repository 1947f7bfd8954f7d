"""Parts of messages: labels of fields, values in backticks, cut to length, and characters by name."""

from __future__ import annotations

import unicodedata
from functools import cache

import polars as pl

from scholint.checks.contract import VALUE_LIMIT

LABELS = {
    **{
        name: name
        for name in ("title", "abstract", "journal", "publisher", "volume", "issue", "year", "license")
    },
    "doi": "DOI",
    "doi_url": "DOI link",
    "authors": "author",
    "pages": "page range",
    "published": "publication date",
    "published_print": "print date",
    "published_online": "online date",
    "issns": "ISSN",
    "isbns": "ISBN",
    "orcids": "ORCID iD",
    "rors": "ROR ID",
    "pmid": "PMID",
    "pmcid": "PMCID",
    "arxiv": "arXiv ID",
    "fields": "field of study",
    "impact_factor": "impact factor",
    "links": "link",
    "oa_url": "open-access link",
    "open_access": "open-access status",
}
"""Columns of the records frame to what messages call them, or one entry of them, before a value."""

TEXT_LABELS = {**LABELS, "journal": "journal title", "authors": "author name"}
"""The same in messages about the text that a field contains."""

_WITHOUT_GLYPH = ("Cc", "Cf", "Zl", "Zp", "Zs")
# Planes beyond the first have no such characters but the tags, from U+E0000 on.
_PLANES = (*range(0x10000), *range(0xE0000, 0xE0080))


# Unicode gives control characters no names, only aliases.
_CONTROL_NAMES = {
    "\t": "tab",
    "\n": "line feed",
    "\v": "vertical tab",
    "\f": "form feed",
    "\r": "carriage return",
    "\x85": "next line",
}


def named_character(character: str) -> str:
    """Return the code point and the Unicode name of one character: `U+00AD (soft hyphen)`."""
    name = unicodedata.name(character, _CONTROL_NAMES.get(character, "control character")).lower()
    return f"U+{ord(character):04X} ({name})"


def visible(text: pl.Expr) -> pl.Expr:
    """String: characters without a glyph, except the space, as their code points: `<U+200B>`."""
    return text.str.replace_many(_code_points())


@cache
def _code_points() -> dict[str, str]:
    characters = (chr(point) for point in _PLANES if unicodedata.category(chr(point)) in _WITHOUT_GLYPH)
    return {character: f"<U+{ord(character):04X}>" for character in characters if character != " "}


def with_article(noun: pl.Expr) -> pl.Expr:
    """String: the noun after "a" or "an", and `null` alone. "u" is read as in "URL", "I" and "O" as in "ISSN" and "ORCID"."""
    article = pl.when(noun.str.contains("^[aeioAEIO]")).then(pl.lit("an ")).otherwise(pl.lit("a "))
    return pl.when(noun == "null").then(noun).otherwise(article + noun)


def quoted(expression: pl.Expr | str, limit: int = 80) -> pl.Expr:
    """String: the value in backticks, cut to `limit` characters, for messages; null becomes an empty value."""
    text = pl.col(expression) if isinstance(expression, str) else expression
    text = text.cast(pl.String).fill_null("")
    return pl.format("`{}`", shortened(text.str.replace_all(r"\s+", " "), limit))


def last_words(text: pl.Expr, limit: int = 40) -> pl.Expr:
    """String: the end of the text, at most `limit` characters, from the start of a word where there is one."""
    return pl.coalesce(text.str.extract(rf"(?s)(?:^|\s)(\S.{{0,{limit - 1}}})$", 1), text.str.tail(limit))


def shortened(text: pl.Expr, limit: int = VALUE_LIMIT) -> pl.Expr:
    """String: at most `limit` characters, the last one an ellipsis where something was cut."""
    cut = pl.concat_str(text.str.slice(0, limit - 1), pl.lit("…"))
    return pl.when(text.str.len_chars() > limit).then(cut).otherwise(text)
