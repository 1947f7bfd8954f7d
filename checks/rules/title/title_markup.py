"""Mark-up in a title: HTML or JATS tags, LaTeX commands.

## Why it matters
Readers see tags and commands, searches miss the words between them, and a page that trusts titles runs
them.

## How to fix
Take the mark-up out and keep what it encloses.

## Fix safety
Safe: the words stay; only their dress goes. Unsafe where a footnote's mark goes too, where a space comes
between words that only tags keep apart, and where a tag stands inside a word. No proposal where a raised digit may be
an exponent (`10<sup>5</sup>` is not 105) or small capitals cannot be told from a word of their own.

## What is not flagged
Crossref deposits `<i>` of species and `<sub>` of formulas by design, hence info only. `a < b` and
`<mathematics>` without a tag's name pass. Formulas in MathML and LaTeX are shown without a proposal, since
taking the tags out breaks them.

## References
- Crossref: face markup, https://www.crossref.org/documentation/schema-library/markup-guide-metadata-segments/face-markup/
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
# A mark that hangs on a word's or a sentence's end; an exponent hangs on a letter, a digit or a bracket in a formula.
_FOOTNOTE = (
    r"(?i)(\pL{3}|[.)])\s?<sup>\s*[\d,*a-d†‡§\s–-]{1,8}</sup>\s*$|(\.)<sup>\s*[\d,*†‡§]{1,5}</sup>(\s)"
)
_BLOCK = r"(?i)\s*</?(?:p|br|hr|div|ul|li|table|tr|td|h[1-6])(?:\s[^<>]*)?/?>\s*"
# Words that only tags keep apart, since white space around the tags was lost.
_GLUED = (
    r"(\p{Ll}{2})(<(?:i|em|b|italic|bold)>\s?\p{Lu}\p{Ll})",
    r"(\pL</(?:i|em|b|italic|bold)>)(<(?:i|em|b|italic|bold)>(?:\p{Ll}{3}|\d))",
    r"(\pL{3}</(?:i|em|b|italic|bold|scp)>)(\pL{4}|(?:of|in|on|by|to|as|at|is|and|for|the)\b)",
)
_SMALL = r"(^|[\s(])<scp>(\p{Lu})</scp>(\p{Ll})"
# What cannot be taken apart: digits that hang on something, small capitals inside a word or beside others.
_KNOTTED = r"(?i)[^\s({\[]<sup>\s*[\d−–-]|\d</?su[bp]>\d|</scp>\s?<scp>|\pL<scp>\s?\pL\s?</scp>\pL|\pL</?(?:i|em|b)>\d"
_LATEX = r"\\(?:(?:text|math)(?:it|bf|rm|sc|sf|tt|cal|bb|frak|normal)|emph|frac|sqrt|alpha|beta|gamma|delta|lambda|mu|pi|sigma|omega|to|infty|times)\b|\\['\"`^~]\{?[A-Za-z]"


@rule(
    code="TTL002",
    severity="info",
    fields=["title"],
    since="0.1.0",
    bad={"title": "The genome of <i>Ulva lactuca</i>", "doi": "10.1000/1"},
    good={"title": "Growth for p < 0.05 and q > 3", "doi": "10.1000/1"},
)
def title_markup() -> Check:
    """Match the tags that titles are deposited with, and LaTeX commands."""
    title = first_matching("title", rf"{_TAG}|\\")
    piece = pl.coalesce(title.str.extract(f"({_TAG})", 1), title.str.extract(f"({_LATEX})", 1))
    # Chemists' titles hold the marks of their footnotes.
    body = title.str.replace_all(_FOOTNOTE, "$1$2$3").str.replace_all(_SMALL, "$1$2$3")
    apart = body
    for pattern in _GLUED:
        apart = apart.str.replace_all(pattern, "$1 $2")
    plain = (
        apart.str.replace_all(_BLOCK, " ")
        .str.replace_all(_TAG, "")
        .str.replace_all(r"\s+", " ")
        .str.strip_chars()
    )
    unclear = apart.str.contains(_KNOTTED) | title.str.contains(rf"(?i)<(?:mml:|tex|math|img)|{_LATEX}")
    return Check(
        field="title",
        violates=title.str.contains(_TAG) | title.str.contains(_LATEX),
        message=pl.format("the title holds mark-up: {}", quoted(piece)),
        fix=Fix(
            value=pl.when(~unclear & (plain != "")).then(plain),
            safe=(apart == title) & ~apart.str.contains(r"(?i)\pL</?(?:i|em|b|italic|bold|scp|sc)>\pL"),
        ),
        scan=Scan(prefilter=r"<|\\"),
    )
