"""Abstract contains words joined without a space, such as `theWest`.

## Why it matters
Search finds neither word, and the same export fault has probably joined others.

## How to fix
Insert the space, and check how the source joins lines and headings.

## Fix safety
Unsafe. A name may be written without a space on purpose.

## What is not flagged
- Names with a capital letter inside: `McDonald`, `iPhone`, `bioRxiv`, `forEach`.
- Words in languages other than English.
- Words joined in other places than the four that the rule checks: after a function word (`the`, `with`, `of`), before a
  word that starts a sentence, after a heading of a structured abstract, and after a period.

## References
- None. The rule follows English spelling.
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, Scan, rule
from scholint.checks.values.text import keep_matching

# Function words, words that start a sentence, and headings of structured abstracts.
_FUNCTION_WORDS = "the|of|and|with|for|that|from|which|between|this|these|their|our|by|than|into|were|was|are"
_OPENING = "We|The|This|These|Our|However|Results|Methods|Conclusions?|Background|Objectives?"
_FUNCTION = rf"\b(?:{_FUNCTION_WORDS})[A-Z][a-z]{{2,}}\b"
_SENTENCE = rf"\b[a-z]{{4,}}(?:{_OPENING})\b"
_FUNCTION_PARTS = rf"\b({_FUNCTION_WORDS})([A-Z][a-z]{{2,}})\b"
_SENTENCE_PARTS = rf"\b([a-z]{{4,}})({_OPENING})\b"
_HEADINGS = "Background|Objectives?|Purpose|Introduction|Methods|Results|Conclusions?|Findings|Aims?"
_HEADED = rf"\b(?:{_HEADINGS})[A-Z][a-z]*\s"
_HEADED_PARTS = rf"\b({_HEADINGS})([A-Z][a-z]*\s)"
_NEXT = rf"(?:{_OPENING}|In|It|A|An|To|For)\s"
_PERIOD = rf"\b[a-z]{{4,}}\.{_NEXT}"
_PERIOD_PARTS = rf"\b([a-z]{{4,}}\.)({_NEXT})"
# All patterns above, but without word boundaries: these are expensive in text that is not ASCII.
_JOINED = rf"(?:{_FUNCTION_WORDS})[A-Z][a-z]{{2}}|[a-z]{{4}}(?:{_OPENING})|(?:{_HEADINGS})[A-Z][a-z]*\s|[a-z]{{4}}\.{_NEXT}"
# Names of functions and variables in programs.
_CODE = r"\b(?:forEach|forAll|byName|forLoop|ofType|andThen|withCredentials|thatWhich|fromJson|fromString|intoIter)\b"


@rule(
    code="ABS006",
    severity="info",
    fields=["abstract"],
    since="0.1.0",
    bad={
        "title": "A study of tides",
        "doi": "10.1000/1",
        "abstract": "The partnership is convergent with theWest in its wording.",
    },
    good={
        "title": "A study of tides",
        "doi": "10.1000/1",
        "abstract": "McDonald used mRNA, iPhone and bioRxiv.",
    },
)
def run_together_words() -> Check:
    """Return a check that flags abstracts in which the space between two words is missing.

    The rule checks four places, which the docstring of this module lists.
    """
    # Most abstracts contain no such words. This one search takes a tenth of the time of all patterns.
    abstract = keep_matching(pl.col("abstract"), _JOINED)
    piece = abstract.str.extract(f"({_FUNCTION}|{_SENTENCE}|{_HEADED}|{_PERIOD})", 1).str.strip_chars()
    separated = abstract.str.replace_all(_FUNCTION_PARTS, "$1 $2").str.replace_all(_SENTENCE_PARTS, "$1 $2")
    separated = separated.str.replace_all(_HEADED_PARTS, "$1: $2").str.replace_all(_PERIOD_PARTS, "$1 $2")
    return Check(
        field="abstract",
        violates=(abstract.str.contains(_FUNCTION) & ~abstract.str.contains(_CODE))
        | abstract.str.contains(f"{_SENTENCE}|{_HEADED}|{_PERIOD}"),
        message=pl.format("space missing between two words in {}", quoted(piece)),
        value=abstract.str.extract(
            rf"(\S*\s?\S*\s?(?:{_FUNCTION}|{_SENTENCE}|{_HEADED}|{_PERIOD})\s?\S*\s?\S*)", 1
        ),
        evidence={"words": piece},
        fix=Fix(value=separated),
        scan=Scan(prefilter=_JOINED),
    )
