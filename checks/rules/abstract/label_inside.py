"""Abstract starts with its own label, such as `Abstract:` or `Summary`.

## Why it matters
The label is displayed twice and makes unrelated abstracts look alike to search.

## How to fix
Remove the label.

## Fix safety
Safe. The label only repeats the name of the field.

## What is not flagged
- Words that are part of the first sentence: `Abstract interpretation is …`, `Summary statistics …`. A label is flagged
  only if punctuation, a line break, or a word that starts a sentence follows it.
- Labels in a `<jats:title>` element, which is the format of Crossref.
- Labels without an abstract (reported by ABS005).

## References
- JATS 1.3, `<abstract>` and its `<title>`
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, rule

# Labels of abstracts, in several languages.
_LABELS = (
    "abstract|publisher summary|summary|resumen|resumo|r[ée]sum[ée]|zusammenfassung|riassunto|sommario|sammanfattning|samenvatting|streszczenie"
    "|abstrakt|özet|öz|tóm tắt|аннотация|резюме|реферат|摘\\s*要|要\\s*旨|초록|요약|ملخص|الملخص|چکیده|सारांश"
)
# Words that start a sentence, and headings of structured abstracts.
_STARTS = (
    "(?:The|We|In|This|These|An?|It|Our|Here|There|To|For [a-z]+|On|With|As|Although|While|Since|Background|Objectives?|Purpose"
    "|Introduction|Aims?|Context|Importance|Motivation|BACKGROUND|OBJECTIVES?|PURPOSE|INTRODUCTION|AIMS?)\\b"
)
_UPPERCASE = r"^\s*(?:ABSTRACT|SUMMARY|RESUMEN|RESUMO|RÉSUMÉ|RIASSUNTO|ZUSAMMENFASSUNG|ÖZET)\s+(\p{Lu}\p{Ll})"
_MARKED = rf"^\s*[【\[［]?(?i:{_LABELS})(?:\s*[】\]］][:：]?|\s*—|\s*[:：]|\s*[.—–|-]+\s|\s*[\r\n])\s*"
_ALONE = rf"^\s*(?i:{_LABELS})[\s:：.—–|-]*$"
_JOINED = rf"^\s*(?:Abstract|ABSTRACT|(?:Publisher )?Summary|SUMMARY)\s*({_STARTS})"


@rule(
    code="ABS002",
    severity="info",
    fields=["abstract"],
    since="0.1.0",
    bad={
        "title": "A study of tides",
        "doi": "10.1000/1",
        "abstract": "Abstract: We measured the tides of eleven harbours.",
    },
    good={
        "title": "A study of tides",
        "doi": "10.1000/1",
        "abstract": "Abstract interpretation is a theory of approximation.",
    },
)
def label_inside() -> Check:
    """Return a check that flags abstracts that start with a label such as `Abstract:`.

    Punctuation, a line break, or the start of a sentence must follow the label.
    """
    abstract = pl.col("abstract")
    label = abstract.str.extract(rf"^\s*[【\[［]?((?i:{_LABELS}))", 1)
    rest = abstract.str.replace(_JOINED, "$1").str.replace(_UPPERCASE, "$1").str.replace(_MARKED, "")
    return Check(
        field="abstract",
        violates=(abstract.str.contains(_MARKED) | abstract.str.contains(f"{_JOINED}|{_UPPERCASE}"))
        & ~abstract.str.contains(_ALONE),
        message=pl.format("abstract starts with the label {}", quoted(label)),
        fix=Fix(value=rest, safe=True),
    )
