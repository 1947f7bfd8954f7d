"""The ISSN at the front of the DOI's suffix is none of the record's.

## Why is this bad?
The record most likely hangs under the wrong journal: registrants write a journal's own ISSN into its DOIs.

## How to mend
Resolve the DOI and look at the journal there.

## Known limits
Only an ISSN at the front of the suffix with a right check digit is read: elsewhere eight digits are a year and a page.
The journal's name alone proves little, since records name volumes, conferences and former titles. An error therefore
needs a second witness: the record's own ISSN, which the tables know for the journal that it names and for no title of
the DOI's ISSN, or the prefix's registrant, a small house that publishes the journal of the DOI's ISSN. A warning where
the tables do not know the DOI's ISSN and both ISSNs of the record are others. Undecided otherwise: the one ISSN of a
record may be the other medium's.

## References
- ISO 3297 (ISSN)
- Crossref: journal-level DOIs and suffix patterns
"""

from __future__ import annotations

import polars as pl

from scholint.checks.findings import quoted
from scholint.checks.journal_title import is_abbreviated, related_names
from scholint.checks.normal import issn_is_valid
from scholint.checks.reference import (
    as_of,
    journals_of_house,
    kinship,
    publisher_of_issn,
    registrants,
    same_serial,
    titles_of_issn,
)
from scholint.checks.rule import Check, rule

_SHOWN = 4
# ISSNs of a house that is small enough for its prefix to point to one journal.
_SMALL = 20


@rule(
    code="DOI007",
    severity="error",
    needs=["reference"],
    fields=["doi"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/2409-3416-2021-1", "issns": ["0317-8471", "2434-561X"]},
    good={"title": "A study of tides", "doi": "10.1000/2409-3416-2021-1", "issns": ["2409-3416"]},
)
def doi_issn_conflict() -> Check:
    """Compare a valid ISSN in the suffix with the record's own, in any form."""
    anchored = pl.col("suffix_issn")
    # Exports join two ISSNs in one entry.
    own = (
        pl.col("issns")
        .list.join(" ")
        .str.to_uppercase()
        .str.replace_all("-", "")
        .str.extract_all(r"\b\d{7}[\dX]\b")
    )
    agrees = own.list.contains(anchored.str.replace("-", "", literal=True)).fill_null(value=False)
    asked = pl.when(issn_is_valid(anchored) & ~agrees).then(anchored)
    kin = kinship(pl.col("journal"), asked)
    names = titles_of_issn(asked)
    house = publisher_of_issn(asked).list.first()
    registrant = registrants(pl.when(asked.is_not_null()).then(pl.col("doi_prefix"))).list.first()
    theirs = pl.when(kin.is_in(["another", "different", "known"])).then(
        own.list.first().str.replace(r"^(\d{4})", "$1-")
    )
    apart = (kinship(pl.col("journal"), theirs) == "same") & ~same_serial(theirs, asked)
    small = (journals_of_house(house) <= _SMALL) & related_names(registrant, house)
    named = kin.is_in(["another", "akin", "different", "known"]) & ~is_abbreviated(pl.col("journal"))
    proven = (apart | (named & small)).fill_null(value=False)
    others = kin.is_null() & (own.list.n_unique() > 1).fill_null(value=False)
    return Check(
        field="doi",
        when=issn_is_valid(anchored),
        undecided=~agrees & (kin != "same").fill_null(value=True) & ~proven & ~others,
        violates=~agrees & (proven | others),
        severity=pl.when(proven).then(pl.lit("error")).otherwise(pl.lit("warning")),
        message=pl.when(names.list.len() > 0)
        .then(
            pl.format(
                "the suffix names the ISSN {} of {}, the record {}",
                quoted(anchored),
                quoted(names.list.last()),
                quoted("journal"),
            )
        )
        .otherwise(
            pl.format(
                "the suffix names the ISSN {}, the record {}",
                quoted(anchored),
                quoted(pl.col("issns").list.join(", ")),
            )
        ),
        evidence={
            "issn": anchored,
            "registered_titles": names.list.head(_SHOWN).list.join(" | "),
            "issns": pl.col("issns").list.join(", "),
            "journal": pl.col("journal"),
            "registrant": registrant,
            "publisher_of_issn": house,
            "as_of": pl.lit(as_of("journals")),
        },
    )
