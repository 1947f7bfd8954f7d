"""Two words of an abstract without a space between them: "with theWest", "the resultsWe".

## Why it matters
Searches miss both words. It happens where lines or headings were joined, so more may be wrong nearby.

## How to fix
Put the space back, and look at how the source joins lines.

## Fix safety
Unsafe: a name may be written so on purpose.

## What is not flagged
Looked for after words that never end in a capital (the, with, of, …), before words that begin sentences, behind the
headings of structured abstracts, and behind a full stop. Names with a capital inside (McDonald, iPhone, bioRxiv,
forEach) pass. Only English words are known.

## References
- None beyond the spelling of English
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, Scan, rule
from scholint.checks.values.text import keep_matching

_LITTLE = "the|of|and|with|for|that|from|which|between|this|these|their|our|by|than|into|were|was|are"
_OPENING = "We|The|This|These|Our|However|Results|Methods|Conclusions?|Background|Objectives?"
_FUNCTION = rf"\b(?:{_LITTLE})[A-Z][a-z]{{2,}}\b"
_SENTENCE = rf"\b[a-z]{{4,}}(?:{_OPENING})\b"
_FUNCTION_PARTS = rf"\b({_LITTLE})([A-Z][a-z]{{2,}})\b"
_SENTENCE_PARTS = rf"\b([a-z]{{4,}})({_OPENING})\b"
# Headings of structured abstracts, and sentences without a space between them.
_HEADINGS = "Background|Objectives?|Purpose|Introduction|Methods|Results|Conclusions?|Findings|Aims?"
_HEADED = rf"\b(?:{_HEADINGS})[A-Z][a-z]*\s"
_HEADED_PARTS = rf"\b({_HEADINGS})([A-Z][a-z]*\s)"
_NEXT = rf"(?:{_OPENING}|In|It|A|An|To|For)\s"
_STOPPED = rf"\b[a-z]{{4,}}\.{_NEXT}"
_STOPPED_PARTS = rf"\b([a-z]{{4,}}\.)({_NEXT})"
# What stands in all of them, without the words' ends: these are dear where a text is not ASCII.
_GLUED = (
    rf"(?:{_LITTLE})[A-Z][a-z]{{2}}|[a-z]{{4}}(?:{_OPENING})|(?:{_HEADINGS})[A-Z][a-z]*\s|[a-z]{{4}}\.{_NEXT}"
)
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
    """Find a function word glued to a capital, or a small word glued to a sentence's first word."""
    # Most abstracts have nothing of the kind, and a glance costs a tenth of the patterns.
    abstract = keep_matching(pl.col("abstract"), _GLUED)
    piece = abstract.str.extract(f"({_FUNCTION}|{_SENTENCE}|{_HEADED}|{_STOPPED})", 1).str.strip_chars()
    mended = abstract.str.replace_all(_FUNCTION_PARTS, "$1 $2").str.replace_all(_SENTENCE_PARTS, "$1 $2")
    mended = mended.str.replace_all(_HEADED_PARTS, "$1: $2").str.replace_all(_STOPPED_PARTS, "$1 $2")
    return Check(
        field="abstract",
        violates=(abstract.str.contains(_FUNCTION) & ~abstract.str.contains(_CODE))
        | abstract.str.contains(f"{_SENTENCE}|{_HEADED}|{_STOPPED}"),
        message=pl.format("two words run together in {}", quoted(piece)),
        value=abstract.str.extract(
            rf"(\S*\s?\S*\s?(?:{_FUNCTION}|{_SENTENCE}|{_HEADED}|{_STOPPED})\s?\S*\s?\S*)", 1
        ),
        evidence={"words": piece},
        fix=Fix(value=mended),
        scan=Scan(prefilter=_GLUED),
    )
