"""ISSN is not in the reference tables, although they list the journal.

## Why it matters
The ISSN may belong to a former title or another journal, or may be invented.

## How to fix
1. Look the ISSN up in the ISSN Portal.
2. If it belongs to another journal or to none, replace it with an ISSN that the evidence gives (`known_issns`).

## What is not flagged
- Journals whose title the reference tables do not list: undecided.
- Journals whose title the reference tables list with only one ISSN, because the ISSN of the other medium (print or
  online) may be missing: undecided.
- Journals whose title the reference tables list with more than four ISSNs: undecided.
- Journal titles with text in brackets, because it distinguishes journals with the same title: undecided.
- Invalid ISSNs (reported by IDN001 and IDN002).

The rule is off by default, because the reference tables list only about 90,000 of more than 2 million ISSNs. If two
journals have the same title and the tables list only one of them, the rule wrongly flags the other one.

## References
- ISO 3297, International standard serial number (ISSN)
- ISSN Portal, https://portal.issn.org
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.reference.lookups import issns_of_title, titles_of_issn
from scholint.checks.reference.tables import as_of
from scholint.checks.rule import Check, rule

# Minimum and maximum number of ISSNs of a title. With fewer, the ISSN of the other medium may be missing. With more,
# several journals have the title.
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
    """Return a check that flags an ISSN that is unknown although the reference tables list the journal.

    Only the first valid ISSN of a record is looked up.
    """
    issn = pl.col("issn_valid")
    unknown = titles_of_issn(issn).is_null() & issn.is_not_null()
    # Text in brackets distinguishes journals with the same title.
    name = pl.when(unknown & ~pl.col("journal").str.contains(r"[(\[]")).then(pl.col("journal"))
    listed = issns_of_title(name)
    decided = listed.list.len().is_between(_FEW, _MANY).fill_null(value=False)
    known = listed.list.join(", ")
    return Check(
        field="issns",
        when=issn.is_not_null(),
        undecided=unknown & ~decided,
        violates=unknown & decided,
        message=pl.format(
            "ISSN {} is not in the reference tables, which list the journal {} under {}",
            quoted(issn),
            quoted("journal"),
            quoted(known),
        ),
        value=issn,
        evidence={
            "known_issns": known,
            "reference": pl.lit("journals"),
            "as_of": as_of("journals"),
        },
    )
