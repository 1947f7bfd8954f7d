"""Two words of an abstract without a space between them: "with theWest", "the resultsWe".

## Why is this bad?
Searches miss both words. It happens where lines or headings were joined, so more may be wrong nearby.

## How to mend
Put the space back, and look at how the source joins lines.

## Fix safety
Unsafe: a name may be written so on purpose.

## Known limits
Looked for after words that never end in a capital (the, with, of, …) and before words that begin sentences. Names
with a capital inside (McDonald, iPhone, bioRxiv, forEach) pass. Only English words are known.

## References
- None beyond the spelling of English
"""

from __future__ import annotations

import polars as pl

from scholint.checks.findings import quoted
from scholint.checks.rule import Check, Fix, rule
from scholint.checks.text_fields import glanced

_LITTLE = "the|of|and|with|for|that|from|which|between|this|these|their|our|by|than|into|were|was|are"
_OPENING = "We|The|This|These|Our|However|Results|Methods|Conclusions?|Background|Objectives?"
_FUNCTION = rf"\b(?:{_LITTLE})[A-Z][a-z]{{2,}}\b"
_SENTENCE = rf"\b[a-z]{{4,}}(?:{_OPENING})\b"
_FUNCTION_PARTS = rf"\b({_LITTLE})([A-Z][a-z]{{2,}})\b"
_SENTENCE_PARTS = rf"\b([a-z]{{4,}})({_OPENING})\b"
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
    # Most abstracts have no capital inside a word, and a glance costs a tenth of the patterns.
    abstract = glanced(pl.col("abstract"), r"[a-z][A-Z][a-z]")
    piece = pl.coalesce(abstract.str.extract(f"({_FUNCTION})", 1), abstract.str.extract(f"({_SENTENCE})", 1))
    mended = abstract.str.replace_all(_FUNCTION_PARTS, "$1 $2").str.replace_all(_SENTENCE_PARTS, "$1 $2")
    return Check(
        field="abstract",
        glance=r"[a-z][A-Z][a-z]",
        violates=(abstract.str.contains(_FUNCTION) & ~abstract.str.contains(_CODE))
        | abstract.str.contains(_SENTENCE),
        message=pl.format("two words run together in {}", quoted(piece)),
        value=abstract.str.extract(rf"(\S*\s?\S*\s?(?:{_FUNCTION}|{_SENTENCE})\s?\S*\s?\S*)", 1),
        evidence={"words": piece},
        fix=Fix(value=mended),
    )
