"""A valid ISSN that the reference tables do not know, though they know the journal by other ISSNs.

## Why it matters
The ISSN is a former title's, or that of another journal of the same name, or was made up with a right check digit:
the record is counted for no journal, or for another one.

## How to fix
Look the ISSN up in the ISSN Portal, and compare it with those that the evidence gives.

## What is not flagged
Off by default: the tables know some 90,000 of more than two million ISSNs. A journal that they do not know by its
title, or by one ISSN alone (the other medium's may be missing), gets no verdict; nor does a title that more than four
ISSNs share. Of two real journals of one name, the one that the tables lack is told wrongly.

## References
- ISO 3297; ISSN Portal, https://portal.issn.org
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.reference.lookups import issns_of_title, titles_of_issn
from scholint.checks.reference.tables import as_of
from scholint.checks.rule import Check, rule

# Fewer: the tables may lack the other medium. More: several journals bear the title.
_FEW, _MANY = 2, 4


@rule(
    code="IDN003",
    severity="info",
    fields=["issns"],
    since="0.1.0",
    needs=["reference"],
    opt_in=True,
    bad={
        "title": "A study of tides",
        "doi": "10.1000/1",
        "journal": "Language Sciences",
        "issns": ["2434-561X"],
    },
    good={"title": "A study of tides", "doi": "10.1000/1", "journal": "Nature", "issns": ["0028-0836"]},
)
def issn_unknown() -> Check:
    """Look the first valid ISSN up, and where it is unknown, the journal's title."""
    issn = pl.col("issn_valid")
    unknown = titles_of_issn(issn).is_null() & issn.is_not_null()
    # A bracket tells journals of one name apart.
    name = pl.when(unknown & ~pl.col("journal").str.contains(r"[(\[]")).then(pl.col("journal"))
    own = issns_of_title(name)
    known = own.list.len().is_between(_FEW, _MANY).fill_null(value=False)
    return Check(
        field="issns",
        when=issn.is_not_null(),
        undecided=unknown & ~known,
        violates=unknown & known,
        message=pl.format(
            "the reference tables do not know the ISSN {} for {}", quoted(issn), quoted("journal")
        ),
        value=issn,
        evidence={
            "known_issns": own.list.join(", "),
            "reference": pl.lit("journals"),
            "as_of": pl.lit(as_of("journals")),
        },
    )
