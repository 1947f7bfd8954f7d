"""DOI is a placeholder or uses a test prefix.

## Why it matters
The DOI does not resolve, and all records that contain it look like one work.

## How to fix
Ask the publisher for the DOI, or clear the field until there is one.

## What is not flagged
- DOIs with the prefixes 10.1234 and 10.9999. Documentation uses these prefixes as examples, but registrants have them
  now. A DOI with one of them is flagged only if the suffix is a placeholder, starts with `abc`, `test`, or `example`, or
  consists of up to six digits.
- Suffixes of other prefixes that contain a word such as `test`: `10.1000/testing.tides.1`.

A DOI with Crossref's test prefix 10.5555 is only a warning, because the ACM Digital Library uses this prefix for works
without a DOI.

## References
- Crossref, test prefix 10.5555, https://www.crossref.org/documentation/register-maintain-records/
- Crossref, list of members (10.1234, 10.9999)
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, rule

# Words that templates contain instead of a suffix.
_TEMPLATE = r"^(?:x{4,}|(?:[\w-]+[./-])?x{4,}(?:[./-]x+)*|tb[da]|to[ _-]?be[ _-]?(?:assigned|determined|announced)|n/a|none|null|undefined|nan|placeholder|insert.*here|your.*doi.*)$"


@rule(
    code="DOI010",
    severity="error",
    fields=["doi"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/xxxxx"},
    good={"title": "A study of tides", "doi": "10.1234/tides.2020.17"},
)
def doi_placeholder() -> Check:
    """Return a check that flags DOIs with a test prefix, or with a suffix that templates use."""
    suffix = pl.col("doi_suffix").str.to_lowercase()
    template = suffix.str.contains(_TEMPLATE)
    test = pl.col("doi_prefix").is_in(["10.5555", "10.0000", "10.00000", "10.xxxx"])
    assigned = pl.col("doi_prefix").is_in(["10.1234", "10.9999"]) & suffix.str.contains(
        r"^(?:\d{1,6}|abc.*|test.*|example.*)$"
    )
    return Check(
        field="doi",
        violates=template | test | assigned | pl.col("doi_bare").str.contains(r"(?i)^10\.x{3,}"),
        severity=pl.when((pl.col("doi_prefix") == "10.5555") & ~template)
        .then(pl.lit("warning"))
        .otherwise(pl.lit("error")),
        message=pl.format(
            "DOI {} {}",
            quoted("doi_bare"),
            pl.when(template | assigned | pl.col("doi_prefix").is_null())
            .then(pl.lit("is a placeholder"))
            .otherwise(pl.lit("uses a test prefix")),
        ),
    )
