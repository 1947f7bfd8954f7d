"""Field of study is in no known vocabulary.

## Why it matters
The field cannot be counted, mapped, or compared with the journal's field.

## How to fix
Map the field to the vocabulary that you use.

## What is not flagged
- Semantic Scholar's 23 fields, the first two levels of OpenAlex, and the OECD Fields of Science.
- Records in other formats than `aggregator` and `semanticscholar`. Their subjects and keywords do not come from a fixed
  vocabulary.

Codes and names in other languages than English are flagged, since these vocabularies do not contain them.

## References
- Semantic Scholar, s2FieldsOfStudy, https://api.semanticscholar.org/api-docs/graph
- OECD, Fields of Science and Technology, 2007
- OpenAlex, fields, https://docs.openalex.org/api-entities/topics
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, rule
from scholint.seeds.words import fields_of_study


@rule(
    code="JNL009",
    severity="info",
    fields=["fields"],
    since="0.1.0",
    bad={
        "__text__": '{"paperId": "a1", "corpusId": 1, "influentialCitationCount": 0, "venue": "", "externalIds": {"DOI": "10.1000/1"}, "title": "Tides", "fieldsOfStudy": ["Tideology"]}'
    },
    good={
        "__text__": '{"paperId": "a1", "corpusId": 1, "influentialCitationCount": 0, "venue": "", "externalIds": {"DOI": "10.1000/1"}, "title": "Tides", "fieldsOfStudy": ["Geology"]}'
    },
)
def fields_of_study_unknown() -> Check:
    """Return a check that flags the first field of study of a record that is in no known vocabulary."""
    unknown = (
        pl.col("fields")
        .list.eval(
            pl.element().filter(
                ~pl.element().str.strip_chars().str.to_lowercase().is_in(list(fields_of_study()))
                & pl.element().str.contains(r"\S")
            )
        )
        .list.first()
    )
    return Check(
        field="fields",
        when=pl.col("format").is_in(["aggregator", "semanticscholar"]) & (pl.col("fields").list.len() > 0),
        violates=unknown.is_not_null(),
        message=pl.format("field of study {} is in no known vocabulary", quoted(unknown)),
        value=unknown,
    )
