"""A link that is not a URL.

## Why it matters
Readers who click get nowhere.

## How to fix
Write the whole address, with `https://`.

## What is not flagged
A bare DOI or a path without host is told; letters of any script are allowed (IRIs). An empty link, and a
word for nothing (`NA`), is `EMP010` or `EMP011`; white space inside an address is `LNK004`.

## References
- RFC 3986 (URI), RFC 3987 (IRI); WHATWG URL Standard
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, rule
from scholint.checks.values.absent import PLACEHOLDER_OR_PUNCTUATION
from scholint.checks.values.text import is_empty

_URL = r"(?i)^\s*(?:https?|ftp)://(?:[^\s/@]+@)?(?:[\pL\pN_](?:[\pL\pN_-]*[\pL\pN])?\.?)+(?::\d{1,5})?(?:[/?#]\S*)?\s*$|^\s*https?://\[[0-9a-fA-F:.]+\]"

_SPACED = r"(?i)^\s*(?:https?|ftp):\S*\s"


@rule(
    code="LNK001",
    severity="warning",
    fields=["links", "oa_url"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "links": ["www.example.org/tides"]},
    good={"title": "A study of tides", "doi": "10.1000/1", "links": ["https://example.org/潮汐?a=1#b"]},
)
def url_syntax() -> list[Check]:
    """Match scheme, host and path."""
    item = pl.element()
    odd = pl.col("links").list.eval(item.filter(~item.str.contains(_URL)))
    wrong = (
        item.str.contains(r"\S")
        & ~item.str.contains(r"(?i)^\s*(?:file|ftp|urn|info|doi|hdl|mailto|arxiv):")
        & ~item.str.contains(_SPACED)
        & ~item.str.contains(PLACEHOLDER_OR_PUNCTUATION)
    )
    # Most records have none, and are not looked at twice.
    left = pl.when(odd.list.len() > 0).then(odd)
    bad = left.list.eval(item.filter(wrong & ~item.str.contains(r"^\s*10\.\d{4,9}/"))).list.first()
    own = pl.when(~is_empty("oa_url")).then(pl.col("oa_url"))
    return [
        Check(
            field="links",
            violates=bad.is_not_null(),
            message=pl.format("{} is no URL", quoted(bad)),
            value=bad,
        ),
        Check(
            field="oa_url",
            violates=~own.str.contains(_URL)
            & ~own.str.contains(_SPACED)
            & ~own.str.contains(PLACEHOLDER_OR_PUNCTUATION)
            & own.str.contains(r"\pL")
            & ~own.str.contains(r"^\s*[\[{]"),
            message=pl.format("{} is no URL", quoted("oa_url")),
        ),
    ]
