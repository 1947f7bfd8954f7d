"""Abstract contains HTML or JATS tags.

## Why it matters
Readers see raw tags, search misses words, and a page that trusts the text may execute them.

## How to fix
Remove the tags, and keep the text between them.

## Fix safety
Safe in most cases: the fix removes the tags and keeps the words. Unsafe if the abstract contains superscripts, or
subscripts after a digit: without the tags, two numbers may become one. Abstracts with formulas in MathML or TeX have no
fix.

## What is not flagged
- Records from Crossref, because their abstracts are in JATS format. Tags that are escaped twice are reported by TXT002.
- `<br>` in records from DataCite, whose schema allows it.
- Comparisons: `p < 0.05`.
- Tags without a closing tag, because they may be notation for a mean or a set: `<B> = 130 G`.

## References
- Crossref, abstracts, https://www.crossref.org/documentation/principles-practices/best-practices/abstracts/
- JATS 1.3, `<abstract>`
- DataCite Metadata Schema 4, description (`br` is the only element that it allows)
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, Scan, rule
from scholint.checks.values.text import keep_matching

# Names of elements: JATS and MathML with a prefix, HTML, and JATS and PubMed without a prefix.
_PREFIXED = "jats:[a-z-]+|mml:[a-z]+"
_HTML = "p|i|b|u|em|strong|sub|sup|tt|br|hr|div|span|font|a|h[1-6]|ul|ol|li|table|tr|td|th|img|script|math"
_JATS = "bold|italic|sc|sec|title|title-group|abstract|abstracttext|inline-formula|tex-math|list|list-item|xref|ext-link|label"
_TAG = rf"(?i)</?(?:{_PREFIXED}|{_HTML}|{_JATS})(?:\s[^<>]*)?/?>"
# Every abstract with tags contains one of these texts. Other abstracts are not searched further.
_HINT = "</|/>|<[a-z]+>|<[A-Z]+>"
_LINE = r"(?i)<br\s*/?>"
# Without a closing tag, `<B>` may be a mean (`<B> = 130 G`) or a set.
_CLOSED = r"(?i)</[a-z]|/>|<(?:br|hr|img)\b|^\s*<p>"
# Without its tag, an exponent would join the number before it: `10<sup>5</sup>` would become 105.
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
    """Return a check that flags abstracts with HTML, MathML, or JATS tags."""
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
        message=pl.format("abstract contains markup: {}", quoted(piece)),
        fix=Fix(
            value=pl.when(~abstract.str.contains(r"(?i)<(?:mml:|tex-math|math|img)") & (plain != "")).then(
                plain
            ),
            safe=~abstract.str.contains(_RAISED),
        ),
        scan=Scan(prefilter=_HINT),
    )
