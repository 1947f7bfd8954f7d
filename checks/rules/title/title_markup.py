"""Title contains HTML or JATS tags, or LaTeX commands.

## Why it matters
Readers see raw tags, search misses words, and a page that trusts the text may execute them.

## How to fix
Remove the markup, and keep the text inside it.

There is no fix in these cases:

- Formulas in MathML or LaTeX, since they lose their meaning without the markup.
- Raised digits that may be exponents: `10<sup>5</sup>` is not 105.
- Small capitals that may be a separate word.

## Fix safety
Safe if the fix only removes tags. Unsafe if it also removes a footnote mark or inserts a space between words that only
tags separated, or if a tag is inside a word.

## What is not flagged
- Comparison signs and other angle brackets: `a < b`, `List<Integer>`.

The severity is info, since Crossref allows some tags, such as `<i>` for species names and `<sub>` for formulas.

## References
- Crossref, face markup, https://www.crossref.org/documentation/schema-library/markup-guide-metadata-segments/face-markup/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, Scan, rule
from scholint.checks.values.text import first_matching

_TAG = (
    r"(?i)</?(?:i|b|u|em|strong|sub|sup|scp|sc|tt|p|br|hr|div|span|font|a|ovl|strike|small|big|italic|bold|underline|title|img|script|h[1-6]"
    r"|inline-formula|tex-math|(?:jats|mml):[a-z]+|math|table|tr|td|ul|li)(?:\s[^<>]*)?/?>"
)
# A footnote mark follows a word or a sentence; an exponent follows a single letter, a digit, or a bracket of a formula.
_FOOTNOTE = (
    r"(?i)(\pL{3}|[.)])\s?<sup>\s*[\d,*a-d†‡§\s–-]{1,8}</sup>\s*$|(\.)<sup>\s*[\d,*†‡§]{1,5}</sup>(\s)"
)
_BLOCK = r"(?i)\s*</?(?:p|br|hr|div|ul|li|table|tr|td|h[1-6])(?:\s[^<>]*)?/?>\s*"
# Words with tags but no whitespace between them. The whitespace was lost.
_JOINED = (
    r"(\p{Ll}{2})(<(?:i|em|b|italic|bold)>\s?\p{Lu}\p{Ll})",
    r"(\pL</(?:i|em|b|italic|bold)>)(<(?:i|em|b|italic|bold)>(?:\p{Ll}{3}|\d))",
    r"(\pL{3}</(?:i|em|b|italic|bold|scp)>)(\pL{4}|(?:of|in|on|by|to|as|at|is|and|for|the)\b)",
)
_SMALL_CAPITAL = r"(^|[\s(])<scp>(\p{Lu})</scp>(\p{Ll})"
# Markup whose removal changes the meaning: raised digits after a character, and small capitals inside a word or next to
# other small capitals.
_MEANINGFUL = r"(?i)[^\s({\[]<sup>\s*[\d−–-]|\d</?su[bp]>\d|</scp>\s?<scp>|\pL<scp>\s?\pL\s?</scp>\pL|\pL</?(?:i|em|b)>\d"
_LATEX = (
    r"\\(?:(?:text|math)(?:it|bf|rm|sc|sf|tt|cal|bb|frak|normal)|emph|frac|sqrt"
    r"|alpha|beta|gamma|delta|lambda|mu|pi|sigma|omega|to|infty|times)\b|\\['\"`^~]\{?[A-Za-z]"
)


@rule(
    code="TTL002",
    severity="info",
    fields=["title"],
    since="0.1.0",
    bad={"title": "The genome of <i>Ulva lactuca</i>", "doi": "10.1000/1"},
    good={"title": "Growth for p < 0.05 and q > 3", "doi": "10.1000/1"},
)
def title_markup() -> Check:
    """Return a check that flags titles with LaTeX commands, or with tags that occur in deposited titles."""
    title = first_matching("title", rf"{_TAG}|\\")
    piece = pl.coalesce(title.str.extract(f"({_TAG})", 1), title.str.extract(f"({_LATEX})", 1))
    body = title.str.replace_all(_FOOTNOTE, "$1$2$3").str.replace_all(_SMALL_CAPITAL, "$1$2$3")
    spaced = body
    for pattern in _JOINED:
        spaced = spaced.str.replace_all(pattern, "$1 $2")
    plain = (
        spaced.str.replace_all(_BLOCK, " ")
        .str.replace_all(_TAG, "")
        .str.replace_all(r"\s+", " ")
        .str.strip_chars()
    )
    unclear = spaced.str.contains(_MEANINGFUL) | title.str.contains(rf"(?i)<(?:mml:|tex|math|img)|{_LATEX}")
    return Check(
        field="title",
        violates=title.str.contains(_TAG) | title.str.contains(_LATEX),
        message=pl.format("title contains markup: {}", quoted(piece)),
        fix=Fix(
            value=pl.when(~unclear & (plain != "")).then(plain),
            safe=(spaced == title) & ~spaced.str.contains(r"(?i)\pL</?(?:i|em|b|italic|bold|scp|sc)>\pL"),
        ),
        scan=Scan(prefilter=r"<|\\"),
    )
