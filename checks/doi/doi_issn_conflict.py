"""The ISSN at the front of the DOI's suffix is none of the record's.

## Why is this bad?
The record most likely hangs under the wrong journal: registrants write a journal's own ISSN into its DOIs.

## How to mend
Resolve the DOI and look at the journal there.

## Known limits
A warning until reference data tells whose the ISSN is: journals change their ISSN with their title, and have one
for print and one online. Undecided where the record has no ISSN, or only one, since the other may be the suffix's.

## References
- ISO 3297 (ISSN)
- Crossref: journal-level DOIs and suffix patterns
"""

from __future__ import annotations

import polars as pl

from scholint.checks.findings import quoted
from scholint.checks.normal import issn_is_valid
from scholint.checks.rule import Check, rule


@rule(
    code="DOI007",
    severity="warning",
    fields=["doi"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/2409-3416-2021-1", "issns": ["0317-8471", "2434-561X"]},
    good={"title": "A study of tides", "doi": "10.1000/2409-3416-2021-1", "issns": ["2409-3416"]},
)
def doi_issn_conflict() -> Check:
    """Compare a valid ISSN in the suffix with the record's own, in any form."""
    anchored = pl.col("suffix_issn")
    own = pl.col("issns").list.eval(pl.element().str.replace_all(r"[^0-9Xx]", "").str.to_uppercase())
    # A record with one ISSN may name the print journal while its DOI names the online one.
    few = (own.list.n_unique() <= 1).fill_null(value=True)
    agrees = own.list.contains(anchored.str.replace("-", "", literal=True))
    return Check(
        field="doi",
        when=issn_is_valid(anchored),
        undecided=few & ~agrees.fill_null(value=False),
        violates=~agrees,
        message=pl.format(
            "the suffix names the ISSN {}, the record {}",
            quoted(anchored),
            quoted(pl.col("issns").list.join(", ")),
        ),
        evidence={"issn": anchored, "issns": pl.col("issns").list.join(", "), "journal": pl.col("journal")},
    )
