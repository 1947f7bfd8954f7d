"""DOI prefix is one that no registration agency can have assigned.

## Why it matters
The DOI does not resolve, usually because one digit of the prefix is wrong.

## How to fix
Compare the prefix with the DOIs of other articles in the same journal.

## What is not flagged
- Prefixes that an agency may have assigned although the reference table does not list them: undecided. The table lists
  only the prefixes of Crossref members, as of its date. DataCite and national agencies also assign prefixes. The rule
  flags only registrant codes outside the assigned ranges: codes with a leading zero, or with six or more digits.
- Test prefixes (reported by DOI010).

## References
- ISO 26324:2022, Digital object identifier system
- DOI Handbook, 2.2.2 (prefix), https://www.doi.org/the-identifier/resources/handbook/
- Crossref, list of members, https://api.crossref.org/members
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.reference.lookups import registrants
from scholint.checks.reference.tables import as_of
from scholint.checks.rule import Check, rule

# DOI010 reports these: test prefixes, and prefixes that documentation uses as examples.
_TEST_PREFIXES = ["10.0000", "10.00000", "10.5555", "10.1234", "10.9999"]


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
    """Return a check that flags DOI prefixes that no registration agency can have assigned.

    Prefixes that are possible but missing from the reference table are undecided.
    """
    prefix = pl.col("doi_prefix")
    syntactic = prefix.str.contains(r"^10\.\d{4,9}(?:\.\d+)*$")
    impossible = prefix.str.contains(r"^10\.(?:0\d{3,}|\d{6,9})(?:\.|$)")
    known = registrants(pl.when(syntactic).then(prefix)).is_not_null()
    return Check(
        field="doi",
        when=syntactic & ~prefix.is_in(_TEST_PREFIXES),
        undecided=~known & ~impossible,
        violates=~known,
        message=pl.format(
            "DOI prefix {} is not assigned by any registration agency (as of {})",
            quoted(prefix),
            as_of("prefixes"),
        ),
        value=prefix,
        evidence={"prefix": prefix, "reference": pl.lit("prefixes"), "as_of": as_of("prefixes")},
    )
