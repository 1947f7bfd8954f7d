"""A valid ISSN that the reference tables do not know.

## Why is this bad?
Small journals are often missing from tables; but a false ISSN with a right check digit looks so too.

## How to mend
Look the ISSN up in the ISSN Portal.

## Known limits
The tables know some 70,000 of more than two million ISSNs, so this rule is off unless selected; conference
and book series are mostly missing.

## References
- ISO 3297; ISSN Portal, https://portal.issn.org
"""

from __future__ import annotations

import polars as pl

from scholint.checks.findings import quoted
from scholint.checks.reference import as_of, titles_of_issn
from scholint.checks.rule import Check, rule


@rule(
    code="IDN003",
    severity="info",
    fields=["issns"],
    since="0.1.0",
    needs=["reference"],
    opt_in=True,
    bad={"title": "A study of tides", "doi": "10.1000/1", "issns": ["2434-561X"]},
    good={"title": "A study of tides", "doi": "10.1000/1", "issns": ["0028-0836"]},
)
def issn_unknown() -> Check:
    """Look the first valid ISSN up."""
    issn = pl.col("issn_valid")
    return Check(
        field="issns",
        when=issn.is_not_null(),
        violates=titles_of_issn(issn).is_null(),
        message=pl.format("the reference tables do not know the ISSN {}", quoted(issn)),
        value=issn,
        evidence={"reference": pl.lit("journals"), "as_of": pl.lit(as_of("journals"))},
    )
