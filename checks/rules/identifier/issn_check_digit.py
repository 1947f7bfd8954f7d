"""ISSN has a wrong check digit, or consists of zeros.

## Why it matters
The ISSN identifies no journal, or a different one.

## How to fix
Look the journal up in the ISSN Portal, and copy the ISSN from there.

## What is not flagged
- ISSNs that do not have the form `NNNN-NNNC` (reported by IDN001). This rule also checks ISSNs whose only
  problem is a missing hyphen or a lowercase `x`.

`0000-0000` is flagged, although its check digit is correct, because no journal has this ISSN.

## References
- ISO 3297:2022, Annex A (check digit, modulus 11)
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, rule
from scholint.checks.values.issn import is_real_issn, issn_or_null


@rule(
    code="IDN002",
    severity="error",
    fields=["issns"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "issns": ["0317-8472"]},
    good={"title": "A study of tides", "doi": "10.1000/1", "issns": ["0317-8471"]},
)
def issn_check_digit() -> Check:
    """Return a check that flags ISSNs with a wrong check digit.

    Entries that do not have the form of an ISSN are skipped.
    """
    items = pl.col("issns").list.eval(issn_or_null(pl.element()))
    wrong = pl.col("issns").list.gather(
        items.list.eval((pl.element().is_not_null() & ~is_real_issn(pl.element())).arg_true())
    )
    item = wrong.list.first()
    return Check(
        field="issns",
        violates=wrong.list.len() > 0,
        message=pl.format(
            "ISSN {} {}",
            quoted(item),
            pl.when(item.str.contains(r"^[\s0-]*$"))
            .then(pl.lit("is a placeholder: no journal has an ISSN of zeros"))
            .otherwise(pl.lit("has a wrong check digit")),
        ),
        value=item,
    )
