"""A DOI field that holds something starting like a DOI, but that no registrant can have registered.

## Why it matters
A DOI without a complete prefix, or without a suffix, resolves to nothing. Whoever merges records by DOI
merges the wrong ones, or loses this one.

## How to fix
Look the work up by title in the registry that its publisher uses, and copy the DOI from there.

## What is not flagged
The standard leaves the suffix to the registrant: angle and square brackets, semicolons, hashes, colons,
slashes and letters of every script are all registered somewhere, and pass. A field that holds no DOI at all
(a URL, an ISBN) is `DOI013`; white space inside, before the slash too, is `DOI003`; a resolver or a label in front
is `DOI002`; a short DOI is `DOI014`, and a template's prefix `DOI010`.

## References
- ISO 26324:2022, 4.2 (syntax of a DOI name)
- DOI Handbook, 2.2, https://www.doi.org/the-identifier/resources/handbook/2_numbering
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, rule
from scholint.checks.values.doi import INVISIBLE

# Crossref and DataCite assign registrant codes of 4 to 9 digits; ISO 26324 allows sub-codes after dots.
_PREFIX = r"^10\.\d{4,9}(?:\.\d+)*/"
_BEGINS = r"^10(?:\.\d|\.?/)"
# What other rules tell: the form of the shortDOI service, and digits that a template leaves open.
_OTHERS = r"(?i)^10/[a-z0-9]{2,10}$|^10\.x{3,}"


@rule(
    code="DOI001",
    severity="error",
    fields=["doi"],
    since="0.1.0",
    bad={"doi": "10.462/2409-3416-2021-9-4-84-100"},
    good={"doi": "10.1002/(SICI)1097-461X(1998)66:4<261::AID-QUA1>3.0.CO;2-T"},
)
def doi_syntax() -> Check:
    """Compare the DOI, stripped of resolver and label, with prefix, slash and suffix."""
    doi = pl.col("doi_bare")
    squeezed = doi.str.replace_all(INVISIBLE, "")
    return Check(
        field="doi",
        when=doi.str.contains(_BEGINS),
        violates=~squeezed.str.contains(_PREFIX + ".") & ~doi.str.contains(_OTHERS),
        message=pl.format("{} {}", quoted("doi"), _fault(doi)),
    )


def _fault(doi: pl.Expr) -> pl.Expr:
    return (
        pl.when(~doi.str.contains("/", literal=True))
        .then(pl.lit("has no suffix: the slash after the prefix is missing"))
        .when(doi.str.contains(r"^10\.\d{4,9}(?:\.\d+)*/$"))
        .then(pl.lit("has no suffix"))
        .when(doi.str.contains(r"^10\.\d{4,9}(?:\.\d+)*[^\d./]"))
        .then(pl.lit("has no slash behind the registrant code"))
        .otherwise(pl.lit("has no registrant code of 4 to 9 digits after `10.`"))
    )
