"""A DOI that was written to hold the place of one: a test prefix, or a suffix such as `xxxx`.

## Why it matters
It resolves to nothing, and all records that bear it look like one work.

## How to fix
Ask the publisher for the DOI, or empty the field until there is one.

## What is not flagged
The prefixes 10.1234, 10.9999 and 10.0000 stand in templates and tests; 10.5555 is Crossref's test prefix, and is
used by the ACM Digital Library for works without a DOI: a warning. 10.1234 and 10.9999 have been assigned since,
so with them only a suffix that is a word of templates or a short run of digits is flagged.

## References
- Crossref: test prefix 10.5555, https://www.crossref.org/documentation/register-maintain-records/
- Crossref members list: 10.1234, 10.9999
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, rule

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
    """Compare prefix and suffix with those that templates use."""
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
            "{} {}",
            quoted("doi_bare"),
            pl.when(template | assigned | pl.col("doi_prefix").is_null())
            .then(pl.lit("is a placeholder"))
            .otherwise(pl.lit("has a prefix for tests")),
        ),
    )
