"""An HTML entity where a character is due: `&amp;`, `&#233;`, even `&amp;lt;`.

## Why it matters
Readers see `&amp;`, searches miss the word, and a second program may take what comes out for mark-up.

## How to fix
Write the character.

## Fix safety
Safe: the entity is another way of writing the character.

## What is not flagged
An entity needs its semicolon, so that `&copy=2` in a link stays. In abstracts from Crossref, which are JATS, one level is the format; two are not.

## References
- HTML Living Standard, 13.5 (named character references); JATS 1.3, abstract
"""

from __future__ import annotations

import html
import re

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, Scan, rule
from scholint.checks.values.text import first_matching

_NAMES = (
    "amp|lt|gt|quot|apos|nbsp|ndash|mdash|lsquo|rsquo|ldquo|rdquo|hellip|deg|plusmn|times|micro|middot|sup[123]|frac1[24]"
    "|[aeiouyAEIOUY](?:acute|grave|circ|uml|tilde|ring)|[cC]cedil|[nN]tilde|szlig|[oO]slash|(?:ae|AE|oe|OE)lig|[sSzZ]caron"
    "|[aA]ring|eth|ETH|thorn|THORN|alpha|beta|gamma|delta|epsilon|kappa|lambda|mu|pi|rho|sigma|tau|phi|chi|omega|Delta|Omega"
    "|Sigma|le|ge|ne|rarr|larr|infin|minus|copy|reg|trade|euro|pound|yen|sect|para|laquo|raquo|thinsp|ensp|emsp|shy|prime"
)
_ENTITY = rf"&(?:{_NAMES}|#\d{{2,6}}|#[xX][0-9a-fA-F]{{2,5}});"
_TWICE = r"&amp;(?:[a-zA-Z]{2,8}|#\d{2,6}|#x[0-9a-fA-F]{2,5});"
_WHOLE = re.compile(r"\\?(&(?:[a-zA-Z][a-zA-Z0-9]{1,30}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});)")


@rule(
    code="TXT002",
    severity="warning",
    fields=["title", "abstract", "journal", "authors"],
    since="0.1.0",
    bad={"title": "Bread &amp; water", "doi": "10.1000/1"},
    good={"title": "Bread & water; R&D at AT&T", "doi": "10.1000/1"},
)
def html_entities() -> list[Check]:
    """Look at every field that people read."""
    return [_check(name) for name in ("title", "abstract", "journal", "authors")]


def _check(name: str) -> Check:
    value = first_matching(name, _ENTITY)
    jats = (pl.col("format") == "crossref") if name == "abstract" else pl.lit(value=False)
    entity = pl.coalesce(value.str.extract(f"({_TWICE})", 1), value.str.extract(f"({_ENTITY})", 1))
    # A Python call a hit, not a record.
    mended = value.map_elements(_unescaped, return_dtype=pl.String)
    return Check(
        field=name,
        violates=value.str.contains(_ENTITY) & (~jats | value.str.contains(_TWICE)),
        message=pl.format("{} stands for a character", quoted(entity)),
        value=value,
        fix=Fix(value=pl.when(~jats).then(mended), safe=True),
        scan=Scan(
            every_entry=True,
            prefilter="&[a-zA-Z#]",
        ),
    )


def _unescaped(text: str) -> str:
    """Return the text with its entities written out, twice, since exports escape more than once.

    Only those with a semicolon: `html.unescape` alone would take `&copy=2` of a link for one. A backslash before an
    entity is BibTeX's way of writing `&`.
    """
    for _ in range(2):
        text = _WHOLE.sub(lambda entity: html.unescape(entity.group(1)), text)
    return text
