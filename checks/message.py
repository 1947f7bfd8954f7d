"""Parts of messages: labels of fields, values in backticks, shortened values, and names of characters."""

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
"""How messages name a column of the records frame, or one entry of it, before they quote a value."""

TEXT_LABELS = {**LABELS, "journal": "journal title", "authors": "author name"}
"""Labels for messages about the text that a field contains."""

_WITHOUT_GLYPH = ("Cc", "Cf", "Zl", "Zp", "Zs")
# Beyond the first plane, only the tags (from U+E0000 on) are such characters.
_PLANES = (*range(0x10000), *range(0xE0000, 0xE0080))


# Unicode gives control characters aliases, but no names.
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
    """String: the text with every character that has no glyph written as its code point: `<U+200B>`. Spaces stay."""
    return text.str.replace_many(_code_points())


@cache
def _code_points() -> dict[str, str]:
    characters = (chr(point) for point in _PLANES if unicodedata.category(chr(point)) in _WITHOUT_GLYPH)
    return {character: f"<U+{ord(character):04X}>" for character in characters if character != " "}


def with_article(noun: pl.Expr) -> pl.Expr:
    """String: the noun with the article "a" or "an"; `null` gets none.

    An initial "u" is read as in "URL". An initial "I" or "O" is read as in "ISSN" and "ORCID".
    """
    article = pl.when(noun.str.contains("^[aeioAEIO]")).then(pl.lit("an ")).otherwise(pl.lit("a "))
    return pl.when(noun == "null").then(noun).otherwise(article + noun)


def quoted(expression: pl.Expr | str, limit: int = 80) -> pl.Expr:
    """String: the value in backticks, cut to `limit` characters. A null is shown as an empty value."""
    text = pl.col(expression) if isinstance(expression, str) else expression
    text = text.cast(pl.String).fill_null("")
    return pl.format("`{}`", shortened(text.str.replace_all(r"\s+", " "), limit))


def last_words(text: pl.Expr, limit: int = 40) -> pl.Expr:
    """String: at most `limit` characters from the end of the text, starting at a word if possible."""
    return pl.coalesce(text.str.extract(rf"(?s)(?:^|\s)(\S.{{0,{limit - 1}}})$", 1), text.str.tail(limit))


def shortened(text: pl.Expr, limit: int = VALUE_LIMIT) -> pl.Expr:
    """String: at most `limit` characters. A text that is cut ends with an ellipsis."""
    cut = pl.concat_str(text.str.slice(0, limit - 1), pl.lit("…"))
    return pl.when(text.str.len_chars() > limit).then(cut).otherwise(text)
