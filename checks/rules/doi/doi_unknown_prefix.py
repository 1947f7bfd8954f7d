"""A DOI prefix that no agency can have assigned.

## Why it matters
The DOI resolves to nothing; most often a digit of the prefix is wrong.

## How to fix
Compare the prefix with the DOIs of the same journal.

## What is not flagged
The reference table lists the prefixes of Crossref's members, and ages: a prefix that it lacks is undecided,
since DataCite and the national agencies assign some. Told are codes outside the ranges that agencies hand
out: with a leading zero, and with six digits or more. Test prefixes are `DOI010`.

## References
- ISO 26324:2022; DOI Handbook, 2.2.2 (prefix)
- Crossref members, https://api.crossref.org/members
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.reference.lookups import registrants
from scholint.checks.reference.tables import as_of
from scholint.checks.rule import Check, rule

_TESTS = ["10.0000", "10.00000", "10.5555", "10.1234", "10.9999"]


@rule(
    code="DOI011",
    severity="warning",
    fields=["doi"],
    since="0.1.0",
    needs=["reference"],
    bad={"title": "A study of tides", "doi": "10.0371/journal.pone.0000001"},
    good={"title": "A study of tides", "doi": "10.1371/journal.pone.0000001"},
)
def doi_unknown_prefix() -> Check:
    """Look the prefix up."""
    prefix = pl.col("doi_prefix")
    syntactic = prefix.str.contains(r"^10\.\d{4,9}(?:\.\d+)*$")
    impossible = prefix.str.contains(r"^10\.(?:0\d{3,}|\d{6,9})(?:\.|$)")
    known = registrants(pl.when(syntactic).then(prefix)).is_not_null()
    return Check(
        field="doi",
        when=syntactic & ~prefix.is_in(_TESTS),
        undecided=~known & ~impossible,
        violates=~known,
        message=pl.format(
            "no agency has assigned the prefix {} (as of {})", quoted(prefix), pl.lit(as_of("prefixes"))
        ),
        value=prefix,
        evidence={"prefix": prefix, "reference": pl.lit("prefixes"), "as_of": pl.lit(as_of("prefixes"))},
    )
