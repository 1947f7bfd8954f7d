"""Text contains an HTML entity instead of a character, such as `&amp;` for `&`.

## Why it matters
Readers see the code instead of the character, and search misses the word. If the text was escaped twice, software may
interpret the result as markup.

## How to fix
Replace the entity with its character.

## Fix safety
Safe. The entity is another notation for the character.

## What is not flagged
- Codes without the final semicolon, such as `&copy=2` in a link.
- Entities in abstracts from Crossref, since their format (JATS) requires them. Abstracts that were escaped twice are
  flagged, but have no fix.

## References
- HTML Living Standard, 13.5 (named character references)
- JATS 1.3, abstract
"""

from __future__ import annotations

import html
import re

import polars as pl

from scholint.checks.message import TEXT_LABELS, named_character, quoted
from scholint.checks.rule import Check, Fix, Scan, rule
from scholint.checks.values.text import first_matching

# Entity names that occur in real records. HTML defines 2,231.
_SYMBOLS = "amp|lt|gt|quot|apos|nbsp|ndash|mdash|lsquo|rsquo|ldquo|rdquo|hellip|deg|plusmn|times|micro|middot|sup[123]|frac1[24]"
_LETTERS = (
    "[aeiouyAEIOUY](?:acute|grave|circ|uml|tilde|ring)|[cC]cedil|[nN]tilde|szlig|[oO]slash|(?:ae|AE|oe|OE)lig|[sSzZ]caron"
    "|[aA]ring|eth|ETH|thorn|THORN"
)
_GREEK = "alpha|beta|gamma|delta|epsilon|kappa|lambda|mu|pi|rho|sigma|tau|phi|chi|omega|Delta|Omega|Sigma"
_MORE_SYMBOLS = "le|ge|ne|rarr|larr|infin|minus|copy|reg|trade|euro|pound|yen|sect|para|laquo|raquo|thinsp|ensp|emsp|shy|prime"
_NAMES = f"{_SYMBOLS}|{_LETTERS}|{_GREEK}|{_MORE_SYMBOLS}"
_ENTITY = rf"&(?:{_NAMES}|#\d{{2,6}}|#[xX][0-9a-fA-F]{{2,5}});"
_TWICE = r"&amp;(?:[a-zA-Z]{2,8}|#\d{2,6}|#x[0-9a-fA-F]{2,5});"
# Any entity. BibTeX may write a backslash before it.
_ANY_ENTITY = re.compile(r"\\?(&(?:[a-zA-Z][a-zA-Z0-9]{1,30}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});)")


@rule(
    code="TXT002",
    severity="warning",
    fields=["title", "abstract", "journal", "authors"],
    since="0.1.0",
    bad={"title": "Bread &amp; water", "doi": "10.1000/1"},
    good={"title": "Bread & water; R&D at AT&T", "doi": "10.1000/1"},
)
def html_entities() -> list[Check]:
    """Return checks that flag HTML entities, one for each field."""
    return [_check(name) for name in ("title", "abstract", "journal", "authors")]


def _check(name: str) -> Check:
    value = first_matching(name, _ENTITY)
    jats = (pl.col("format") == "crossref") if name == "abstract" else pl.lit(value=False)
    entity = pl.coalesce(value.str.extract(f"({_TWICE})", 1), value.str.extract(f"({_ENTITY})", 1))
    # Python is called once per finding, not once per record.
    fixed = value.map_elements(_unescaped, return_dtype=pl.String)
    character = entity.map_elements(_shown_character, return_dtype=pl.String)
    return Check(
        field=name,
        violates=value.str.contains(_ENTITY) & (~jats | value.str.contains(_TWICE)),
        message=pl.format(
            f"{TEXT_LABELS[name]} contains the HTML entity {{}}{{}}",
            quoted(entity),
            pl.format(" instead of the character {}", character).fill_null(""),
        ),
        value=value,
        fix=Fix(value=pl.when(~jats).then(fixed), safe=True),
        scan=Scan(
            every_entry=True,
            prefilter="&[a-zA-Z#]",
        ),
    )


def _unescaped(text: str) -> str:
    """Return the text with each entity replaced by its character.

    The replacement runs twice, because some exports escape a text twice. It replaces only entities with a semicolon.
    (`html.unescape` alone would also replace `&copy` in the link `?a=1&copy=2`.) It also removes the backslash that BibTeX
    writes before `&`.
    """
    for _ in range(2):
        text = _ANY_ENTITY.sub(lambda entity: html.unescape(entity.group(1)), text)
    return text


def _shown_character(entity: str) -> str | None:
    """Return the character of an entity as messages show it, or None if the entity is not one character."""
    text = _unescaped(entity)
    if len(text) != 1:
        return None
    return f"`{text}`" if text.isprintable() and text not in " `" else named_character(text)
