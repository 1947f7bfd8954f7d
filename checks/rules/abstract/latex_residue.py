r"""Abstract contains LaTeX commands outside formulas, such as `\emph{…}`.

## Why it matters
Readers see raw commands, and search misses words with accented letters.

## How to fix
Replace the commands with Unicode text: `Schr\"odinger` becomes `Schrödinger`.

## What is not flagged
- Formulas between dollar signs or in `\(…\)`: arXiv and other sources write mathematics this way.
- Escaped quotation marks and apostrophes: `\"tides\"`, `don\'t`.

## References
- Crossref, abstracts, https://www.crossref.org/documentation/principles-practices/best-practices/abstracts/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Scan, rule
from scholint.checks.values.text import keep_matching

# Commands for text, not for formulas, with up to 40 characters of their arguments.
_COMMAND = (
    r"\\(?:emph|textit|textbf|textsc|texttt|textrm|cite[pt]?|ref|footnote|url|href|begin|end|section|item|label|noindent|par"
    r"|vspace|hspace|newline|usepackage|setlength|documentclass|bf|it|em|rm)\b\S{0,40}"
)
# Accents: `\'e`, `\~n`, `\.z`, `\"o`. A tilde, a dot, or a quotation mark has other
# uses, too, so it counts only before a letter that can have this accent.
_TILDE = r"~\{?\\?[aeinouvyAEINOUVY]\}?"
_DOT = r"\.(?:[cegzCEGZ]|\{[A-Za-z]\})"
_UMLAUT = r"\"(?:\{[AEIOUYaeiouy]\}|[aeiouy]|[AOU][a-z])"
_ACCENT = rf"\pL*\\(?:[`'^=]\{{?\\?[A-Za-z]\}}?|{_TILDE}|{_DOT}|{_UMLAUT})\pL*"
_BRACED = r"\pL*\{\\[^\s\pL]\s?\{?[A-Za-z]\}*\pL*|\\[cvuHk]\{[A-Za-z]\}"
_LATEX = rf"({_COMMAND}|{_ACCENT}|{_BRACED})"

# Formulas between dollar signs, in `\(…\)` and `\[…\]`, in JATS, and in environments.
_DOLLARS = r"\$\$?[^$]*\$\$?"
_DELIMITED = r"(?s:\\\(.*?\\\)|\\\[.*?\\\])"
_ENVIRONMENT = r"(?s:<tex-math.*?</tex-math>|\\begin\{(?:equation|align)\*?\}.*?\\end\{[a-z]+\*?\})"
_FORMULA = f"{_DOLLARS}|{_DELIMITED}|{_ENVIRONMENT}"

# Quotation marks and apostrophes that programs escape. They would look like accents.
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
    """Return a check that flags abstracts with LaTeX commands outside formulas."""
    # Most abstracts contain no backslash and are not searched further.
    text = keep_matching(pl.col("abstract"), r"\\").str.replace_all(_FORMULA, "")
    text = text.str.replace_all(_QUOTATION, "$1$2").str.replace_all(_APOSTROPHE, "'$1")
    piece = text.str.extract(_LATEX, 1)
    return Check(
        field="abstract",
        violates=piece.is_not_null(),
        message=pl.format("abstract contains a LaTeX command: {}", quoted(piece)),
        value=piece,
        scan=Scan(prefilter=r"\\"),
    )
