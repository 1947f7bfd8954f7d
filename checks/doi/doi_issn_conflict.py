"""The ISSN at the front of the DOI's suffix is none of the record's.

## Why is this bad?
The record most likely hangs under the wrong journal: registrants write a journal's own ISSN into its DOIs.

## How to mend
Resolve the DOI and look at the journal there.

## Known limits
Only an ISSN at the front of the suffix with a right check digit is read: elsewhere eight digits are a year and a page.
An error where the reference tables know the ISSN's journal and its titles share no telling word with the record's;
a warning where they share one, since journals change their titles, and where both ISSNs of the record are others.
Undecided where the tables do not know the ISSN and the record has one at most: it may be the other medium's.

## References
- ISO 3297 (ISSN)
- Crossref: journal-level DOIs and suffix patterns
"""

from __future__ import annotations

import polars as pl

from scholint.checks.findings import quoted
from scholint.checks.journal_title import is_abbreviated
from scholint.checks.normal import issn_is_valid
from scholint.checks.reference import as_of, kinship, publisher_of_issn, registrants, titles_of_issn
from scholint.checks.rule import Check, rule

_SHOWN = 4


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
    own = pl.col("issns").list.eval(pl.element().str.replace_all(r"[^0-9Xx]", "").str.to_uppercase())
    agrees = own.list.contains(anchored.str.replace("-", "", literal=True)).fill_null(value=False)
    asked = pl.when(issn_is_valid(anchored) & ~agrees).then(anchored)
    kin = kinship(pl.col("journal"), asked)
    # A record with one ISSN may name the print journal while its DOI names the online one.
    few = (own.list.n_unique() <= 1).fill_null(value=True)
    names = titles_of_issn(asked)
    return Check(
        field="doi",
        when=issn_is_valid(anchored),
        undecided=~agrees & kin.is_null() & few,
        violates=~agrees & (kin != "same").fill_null(value=True),
        severity=pl.when(kin.is_in(["another", "different"]) & ~is_abbreviated(pl.col("journal")))
        .then(pl.lit("error"))
        .otherwise(pl.lit("warning")),
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
            "registrant": registrants(pl.when(asked.is_not_null()).then(pl.col("doi_prefix"))).list.first(),
            "publisher_of_issn": publisher_of_issn(asked).list.first(),
            "as_of": pl.lit(as_of("journals")),
        },
    )
