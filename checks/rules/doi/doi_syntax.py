"""DOI has an invalid prefix or no suffix.

## Why it matters
The DOI does not resolve, and merging by DOI matches the wrong record or none.

## How to fix
Search for the title of the work in the registry of its publisher, such as Crossref, and copy the DOI from there.

## What is not flagged
- Unusual suffixes, because the standard lets the registrant choose the form. Brackets, semicolons, hashes, colons,
  slashes, and letters of all scripts occur in registered DOIs.
- Other identifiers and text in the field (reported by DOI013).
- Whitespace, including whitespace before the slash (reported by DOI003).
- A resolver or a label before the DOI (reported by DOI002).
- Short DOIs (reported by DOI014).
- Prefixes such as `10.xxxx` (reported by DOI010).

## References
- ISO 26324:2022, 4.2 (syntax of a DOI name)
- DOI Handbook, 2.2, https://www.doi.org/the-identifier/resources/handbook/2_numbering
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, rule
from scholint.checks.values.doi import INVISIBLE

# Crossref and DataCite assign registrant codes of 4 to 9 digits; ISO 26324 allows further codes after dots.
_PREFIX = r"^10\.\d{4,9}(?:\.\d+)*/"
_STARTS = r"^10(?:\.\d|\.?/)"
# Other rules report these: short DOIs (DOI014), and prefixes such as `10.xxxx` (DOI010).
_OTHER_RULES = r"(?i)^10/[a-z0-9]{2,10}$|^10\.x{3,}"


@rule(
    code="DOI001",
    severity="error",
    fields=["doi"],
    since="0.1.0",
    bad={"doi": "10.462/2409-3416-2021-9-4-84-100"},
    good={"doi": "10.1002/(SICI)1097-461X(1998)66:4<261::AID-QUA1>3.0.CO;2-T"},
)
def doi_syntax() -> Check:
    """Return a check that flags DOIs with an invalid prefix or no suffix.

    A resolver or a label before the DOI is ignored.
    """
    doi = pl.col("doi_bare")
    squeezed = doi.str.replace_all(INVISIBLE, "")
    return Check(
        field="doi",
        when=doi.str.contains(_STARTS),
        violates=~squeezed.str.contains(_PREFIX + ".") & ~doi.str.contains(_OTHER_RULES),
        message=pl.format("DOI {} {}", quoted("doi"), _fault(doi)),
    )


def _fault(doi: pl.Expr) -> pl.Expr:
    """Return the end of the message, which says what is missing (String)."""
    return (
        pl.when(~doi.str.contains("/", literal=True))
        .then(pl.lit("has no suffix (no slash after the prefix)"))
        .when(doi.str.contains(r"^10\.\d{4,9}(?:\.\d+)*/$"))
        .then(pl.lit("has no suffix after the slash"))
        .when(doi.str.contains(r"^10\.\d{4,9}(?:\.\d+)*[^\d./]"))
        .then(pl.lit("has no slash after the registrant code"))
        .otherwise(pl.lit("has no registrant code of 4 to 9 digits after `10.`"))
    )
