"""Mark-up in an abstract: JATS or HTML tags.

## Why it matters
Readers see tags, searches miss words, and a page that trusts abstracts runs them.

## How to fix
Take the mark-up out and keep what it encloses.

## Fix safety
Safe: the words stay; only their dress goes.

## What is not flagged
In Crossref sources JATS is the format and is normalised, not flagged; there only tags escaped twice are
mark-up, which is `TXT002`. DataCite's schema allows `<br>`, which passes there. A comparison (`p < 0.05`) is no tag. Formulas in MathML have no proposal.

## References
- Crossref: abstracts, https://www.crossref.org/documentation/principles-practices/best-practices/abstracts/
- JATS 1.3, `<abstract>`
- DataCite Metadata Schema 4, description: `br` is its only element
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, Scan, rule
from scholint.checks.values.text import keep_matching

_TAG = (
    r"(?i)</?(?:jats:[a-z-]+|mml:[a-z]+|p|i|b|u|em|strong|sub|sup|sc|tt|br|hr|div|span|font|a|h[1-6]|ul|ol|li|table|tr|td|th|bold|italic|sec|title|abstract"
    r"|inline-formula|tex-math|math|img|script|abstracttext|list|list-item|xref|ext-link|title-group|label)(?:\s[^<>]*)?/?>"
)
# What every tag that is looked for has.
_HINT = "</|/>|<[a-z]+>|<[A-Z]+>"
_LINE = r"(?i)<br\s*/?>"
# A tag that nothing closes is a mean (`<B> = 130 G`) or a set (`<A>`).
_CLOSED = r"(?i)</[a-z]|/>|<(?:br|hr|img)\b|^\s*<p>"
# Without its tag an exponent joins the number before it: ten times ten to the fifth becomes 105.
_POWER = r"(?i)([\d)])<(?:jats:)?sup>\s*([+−–-]?\d+)\s*</(?:jats:)?sup>"
_RAISED = r"(?i)<(?:jats:)?sup\b|\d<(?:jats:)?sub\b"
_BREAK = r"(?i)</?(?:(?:jats:)?(?:p|sec|title|list-item|list)|div|br|hr|h[1-6]|ul|ol|li|table|tr|td|th)(?:\s[^<>]*)?/?>"


@rule(
    code="ABS001",
    severity="info",
    fields=["abstract"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "abstract": "<p>We measured the tides.</p>"},
    good={"title": "A study of tides", "doi": "10.1000/1", "abstract": "Growth at p < 0.05 and q > 3."},
)
def abstract_markup() -> Check:
    """Match the tags that abstracts come with."""
    abstract = keep_matching(pl.col("abstract"), _HINT)
    other = abstract.str.replace_all(_LINE, "").str.contains(_TAG)
    piece = abstract.str.extract(f"({_TAG})", 1)
    plain = (
        abstract.str.replace_all(_LINE, "\n")
        .str.replace_all(_POWER, "$1^$2")
        .str.replace_all(_BREAK, " ")
        .str.replace_all(_TAG, "")
        .str.replace_all(r"[ \t]+", " ")
        .str.strip_chars()
    )
    return Check(
        field="abstract",
        when=pl.col("format") != "crossref",
        violates=piece.is_not_null()
        & abstract.str.contains(_CLOSED)
        & ((pl.col("format") != "datacite") | other),
        message=pl.format("the abstract holds mark-up: {}", quoted(piece)),
        fix=Fix(
            value=pl.when(~abstract.str.contains(r"(?i)<(?:mml:|tex-math|math|img)") & (plain != "")).then(
                plain
            ),
            safe=~abstract.str.contains(_RAISED),
        ),
        scan=Scan(prefilter=_HINT),
    )
