r"""LaTeX commands in an abstract that are not formulas: `\emph{…}`, `\cite{…}`, `\'e`.

## Why it matters
Readers see commands, searches miss the words with accents.

## How to fix
Set the text as Unicode.

## What is not flagged
Formulas between dollar signs are how sources such as arXiv write mathematics, and pass. Quotation marks and
apostrophes that a program escaped (`\"tides\"`, `don\'t`) are no accents.

## References
- Crossref: abstracts, https://www.crossref.org/documentation/principles-practices/best-practices/abstracts/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Scan, rule
from scholint.checks.values.text import keep_matching

_LATEX = r"(\\(?:emph|textit|textbf|textsc|texttt|textrm|cite[pt]?|ref|footnote|url|href|begin|end|section|item|label|noindent|par|vspace|hspace|newline|usepackage|setlength|documentclass|bf|it|em|rm)\b\S{0,40}|\pL*\\(?:[`'^=]\{?\\?[A-Za-z]\}?|~\{?\\?[aeinouvyAEINOUVY]\}?|\.(?:[cegzCEGZ]|\{[A-Za-z]\})|\"(?:\{[AEIOUYaeiouy]\}|[aeiouy]|[AOU][a-z]))\pL*|\pL*\{\\[^\s\pL]\s?\{?[A-Za-z]\}*\pL*|\\[cvuHk]\{[A-Za-z]\})"


# What programs escape in strings, to be taken for what it is before accents are looked for.
_QUOTATION = r'\\"([^"\\]{1,200})\\"([\s.,;:?!)\]]|$)'
_APOSTROPHE = r"\\'(s|t|d|m|ll|re|ve)\b"


@rule(
    code="ABS010",
    severity="info",
    fields=["abstract"],
    since="0.1.0",
    bad={
        "title": "A study of tides",
        "doi": "10.1000/1",
        "abstract": "We \\emph{measured} the tides \\cite{lis2020}.",
    },
    good={
        "title": "A study of tides",
        "doi": "10.1000/1",
        "abstract": "For $\\alpha \\in \\mathbb{R}$ we measure tides.",
    },
)
def latex_residue() -> Check:
    """Match commands outside formulas."""
    # A backslash is rare: only those texts are looked at closely.
    text = keep_matching(pl.col("abstract"), r"\\").str.replace_all(
        r"\$\$?[^$]*\$\$?|(?s:\\\(.*?\\\)|\\\[.*?\\\])|(?s:<tex-math.*?</tex-math>|\\begin\{(?:equation|align)\*?\}.*?\\end\{[a-z]+\*?\})",
        "",
    )
    text = text.str.replace_all(_QUOTATION, "$1$2").str.replace_all(_APOSTROPHE, "'$1")
    piece = text.str.extract(_LATEX, 1)
    return Check(
        field="abstract",
        violates=piece.is_not_null(),
        message=pl.format("the abstract holds LaTeX: {}", quoted(piece)),
        value=piece,
        scan=Scan(prefilter=r"\\"),
    )
