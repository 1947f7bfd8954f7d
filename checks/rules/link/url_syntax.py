"""Link is not a URL.

## Why it matters
Readers who follow the link get nowhere.

## How to fix
Write the complete URL, with `https://` and the host, or delete the link.

## What is not flagged
- URLs with letters of other scripts than Latin.
- Links with other schemes, such as `urn:` and `mailto:`.
- DOIs without a resolver in the list of links.
- URLs that contain whitespace (reported by LNK004).
- Empty links, and placeholders such as `NA`.

## References
- RFC 3986 (URI), RFC 3987 (IRI)
- WHATWG, URL Standard, https://url.spec.whatwg.org/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import LABELS, quoted
from scholint.checks.rule import Check, rule
from scholint.checks.values.absent import PLACEHOLDER_OR_PUNCTUATION
from scholint.checks.values.text import is_empty

_HOST = r"(?:[\pL\pN_](?:[\pL\pN_-]*[\pL\pN])?\.?)+"
_IPV6_HOST = r"\[[0-9a-fA-F:.]+\]"
_NAMED = rf"(?:https?|ftp)://(?:[^\s/@]+@)?{_HOST}(?::\d{{1,5}})?(?:[/?#]\S*)?\s*$"
_URL = rf"(?i)^\s*{_NAMED}|^\s*https?://{_IPV6_HOST}"
_OTHER_SCHEME = r"(?i)^\s*(?:file|ftp|urn|info|doi|hdl|mailto|arxiv):"
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
    """Return checks that flag links that do not have the form of a URL: scheme, host, and path."""
    item = pl.element()
    odd = pl.col("links").list.eval(item.filter(~item.str.contains(_URL)))
    wrong = (
        item.str.contains(r"\S")
        & ~item.str.contains(_OTHER_SCHEME)
        & ~item.str.contains(_SPACED)
        & ~item.str.contains(PLACEHOLDER_OR_PUNCTUATION)
    )
    # Few records have such a link. Only their links are matched again.
    candidates = pl.when(odd.list.len() > 0).then(odd)
    bad = candidates.list.eval(item.filter(wrong & ~item.str.contains(r"^\s*10\.\d{4,9}/"))).list.first()
    own = pl.when(~is_empty("oa_url")).then(pl.col("oa_url"))
    return [
        Check(
            field="links",
            violates=bad.is_not_null(),
            message=_message("links", bad),
            value=bad,
        ),
        Check(
            field="oa_url",
            violates=~own.str.contains(_URL)
            & ~own.str.contains(_SPACED)
            & ~own.str.contains(PLACEHOLDER_OR_PUNCTUATION)
            & own.str.contains(r"\pL")
            & ~own.str.contains(r"^\s*[\[{]"),
            message=_message("oa_url", own),
        ),
    ]


def _message(name: str, link: pl.Expr) -> pl.Expr:
    return pl.format(f"{LABELS[name]} {{}} is not a URL, expected https://host/path", quoted(link))
