"""An abstract that begins with its own label: "Abstract", "Summary:", "Resumen".

## Why it matters
It is shown as "Abstract: Abstract …", and every such abstract begins alike for a search.

## How to fix
Take the label off.

## Fix safety
Safe: the label says only what the field is.

## What is not flagged
A label counts where a mark or a line end follows it, or a word that begins a sentence. "Abstract interpretation is …"
and "Summary statistics …" pass. A `<jats:title>` is the format of Crossref, and passes.
A label with nothing behind it is `ABS005`.

## References
- JATS 1.3: `<abstract>` and its `<title>`
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, rule

_LABELS = (
    "abstract|publisher summary|summary|resumen|resumo|r[ée]sum[ée]|zusammenfassung|riassunto|sommario|sammanfattning|samenvatting|streszczenie"
    "|abstrakt|özet|öz|tóm tắt|аннотация|резюме|реферат|摘\\s*要|要\\s*旨|초록|요약|ملخص|الملخص|چکیده|सारांश"
)
_STARTS = (
    "(?:The|We|In|This|These|An?|It|Our|Here|There|To|For [a-z]+|On|With|As|Although|While|Since|Background|Objectives?|Purpose"
    "|Introduction|Aims?|Context|Importance|Motivation|BACKGROUND|OBJECTIVES?|PURPOSE|INTRODUCTION|AIMS?)\\b"
)
_SHOUTED = r"^\s*(?:ABSTRACT|SUMMARY|RESUMEN|RESUMO|RÉSUMÉ|RIASSUNTO|ZUSAMMENFASSUNG|ÖZET)\s+(\p{Lu}\p{Ll})"
_MARKED = rf"^\s*[【\[［]?(?i:{_LABELS})(?:\s*[】\]］][:：]?|\s*—|\s*[:：]|\s*[.—–|-]+\s|\s*[\r\n])\s*"
_ALONE = rf"^\s*(?i:{_LABELS})[\s:：.—–|-]*$"
_GLUED = rf"^\s*(?:Abstract|ABSTRACT|(?:Publisher )?Summary|SUMMARY)\s*({_STARTS})"


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
    """Match a label in any of the languages that scholarly abstracts are in."""
    abstract = pl.col("abstract")
    label = abstract.str.extract(rf"^\s*[【\[［]?((?i:{_LABELS}))", 1)
    rest = abstract.str.replace(_GLUED, "$1").str.replace(_SHOUTED, "$1").str.replace(_MARKED, "")
    return Check(
        field="abstract",
        violates=(abstract.str.contains(_MARKED) | abstract.str.contains(f"{_GLUED}|{_SHOUTED}"))
        & ~abstract.str.contains(_ALONE),
        message=pl.format("the abstract begins with its label {}", quoted(label)),
        fix=Fix(value=rest, safe=True),
    )
