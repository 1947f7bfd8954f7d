"""A record whose journal is another than that of all works with the same DOI pattern: it hangs under the wrong journal.

## Why is this bad?
Registrants give each journal a pattern of DOIs; the work is counted, cited and judged under a journal that
did not publish it.

## How to mend
Resolve the DOI and take the journal from there; the proposal is the siblings' journal.

## Fix safety
Unsafe: the DOI may be the wrong one of the two.

## Known limits
Patterns are the prefix with the ISSN at the front of the suffix, with the journal's number that Springer Nature writes
there (`10.1007/s10531-`), or with the letters there (`10.1371/journal.pone`). Judged where two siblings with the ISSN,
five with the number or ten with the letters agree, and at most one in ten works with the pattern is in another
journal; elsewhere undecided. Siblings are the batch's own works; what earlier batches
taught goes into the option `patterns`, a table of pattern (the evidence's `pattern`) to journal, which needs no
siblings. Names are compared as
`scholint.checks.journal_title` does; names that share a telling word pass, as former titles do, and so do conferences,
and names that the reference tables know for the ISSN. An error only where the pattern is an ISSN, and either the tables
know the journal as another publisher's, or both names are in one language: they may be translations else. A warning for
the others, since journals share codes, and publishers use one journal's DOIs for another of their own.

With the option `fields`, the evidence says what paper and journal are about where the model of `JNL002` suspects the
record too; it then reads every record.

## References
- Crossref: suggestions for DOI suffixes, https://www.crossref.org/documentation/member-setup/constructing-your-dois/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scholint.checks.findings import quoted
from scholint.checks.journal_title import related_names, same_journal, shares_any_word, title_key
from scholint.checks.normal import issn_is_valid
from scholint.checks.reference import kinship, registrants
from scholint.checks.rule import Check, Fix, rule
from scholint.checks.wrong_journal import FIELDS, LOOKS, SIBLINGS, noted

if TYPE_CHECKING:
    from collections.abc import Mapping

_ABOUT = {
    "paper_fields": noted("paper"),
    "words": noted("words"),
    "journal_fields": noted("journal"),
    "journal_fields_from": noted("journal_from"),
}
# More names than these, and the pattern is no journal's.
_NAMES = 12


@rule(
    code="JNL006",
    severity="error",
    fields=["journal"],
    since="0.1.0",
    needs=["batch"],
    bad=[
        {"title": "Tides 0", "doi": "10.1000/2409-3416-2021-0", "journal": "Tidal Letters"},
        {"title": "Tides 1", "doi": "10.1000/2409-3416-2021-1", "journal": "Tidal Letters"},
        {"title": "Tides 2", "doi": "10.1000/2409-3416-2021-2", "journal": "Tidal Letters"},
        {"title": "Tides 3", "doi": "10.1000/2409-3416-2021-3", "journal": "Tidal Letters"},
        {"title": "Tides 4", "doi": "10.1000/2409-3416-2021-4", "journal": "Tidal Letters"},
        {"title": "Tides 5", "doi": "10.1000/2409-3416-2021-5", "journal": "Tidal Letters"},
        {"title": "Bread", "doi": "10.1000/2409-3416-2021-9", "journal": "Cardiac Imaging Today"},
    ],
    good=[
        {"title": "Tides 0", "doi": "10.1000/2409-3416-2021-0", "journal": "Tidal Letters"},
        {"title": "Tides 1", "doi": "10.1000/2409-3416-2021-1", "journal": "Tidal Letters"},
        {"title": "Tides 2", "doi": "10.1000/2409-3416-2021-2", "journal": "Tidal Letters"},
        {"title": "Tides 3", "doi": "10.1000/2409-3416-2021-3", "journal": "Tidal Letters"},
        {"title": "Tides 4", "doi": "10.1000/2409-3416-2021-4", "journal": "Tidal Letters"},
        {"title": "Tides 5", "doi": "10.1000/2409-3416-2021-5", "journal": "Tidal Letters"},
        {"title": "Bread", "doi": "10.1000/2409-3416-2021-9", "journal": "Tidal Lett."},
    ],
)
def journal_unlike_siblings(
    *,
    siblings: int = 2,
    numbered: int = 5,
    lettered: int = 10,
    share: float = 0.1,
    patterns: Mapping[str, str] | None = None,
    fields: bool = False,
) -> Check:
    """Compare each journal with the usual one of its DOI pattern; with `fields`, say what paper and journal are about."""
    stem, name, kin = pl.col("doi_stem"), pl.col("stem_journal"), pl.col("stem_kin")
    known = pl.len().over(stem)
    learnt = stem.replace_strict(patterns or {}, default=None, return_dtype=pl.String)
    usual = pl.coalesce(learnt, name.mode().sort().first().over(stem))
    agreeing = (title_key(name) == title_key(usual)).sum().over(stem)
    apart = ~(same_journal(name, usual) | related_names(name, usual)).fill_null(value=True)
    others = apart.sum().over(stem)
    by_issn = stem.str.contains(r"/\d{4}-\d{3}[\dX]$")
    least = (
        pl.when(by_issn)
        .then(siblings)
        .when(stem.str.contains(r"/s\d{5}$"))
        .then(numbered)
        .otherwise(lettered)
    )
    within = name.is_first_distinct().sum().over(stem) <= _NAMES
    sure = by_issn & (kin.is_in(["another", "akin"]) | (kin.is_null() & shares_any_word(name, usual)))
    return Check(
        field="journal",
        keys={
            **SIBLINGS,
            **(FIELDS if fields else {}),
            "stem_kin": kinship(
                pl.when(LOOKS & issn_is_valid(pl.col("suffix_issn"))).then(pl.col("journal")),
                pl.col("suffix_issn"),
            ),
        },
        over="doi_stem",
        when=stem.is_not_null(),
        undecided=((agreeing < least) | (known <= least)) & learnt.is_null(),
        violates=apart
        & (learnt.is_not_null() | (within & (others <= pl.max_horizontal(known * share, 1))))
        & ~kin.is_in(["same", "related"]).fill_null(value=False),
        severity=pl.when(sure).then(pl.lit("error")).otherwise(pl.lit("warning")),
        message=pl.when(learnt.is_null())
        .then(
            pl.format(
                "{} of {} works with DOIs like `{}…` are in {}, this one in {}",
                agreeing,
                known,
                stem,
                quoted(usual),
                quoted(name),
            )
        )
        .otherwise(
            pl.format(
                "works with DOIs like `{}…` were in {} before, this one is in {}",
                stem,
                quoted(usual),
                quoted(name),
            )
        ),
        value=name,
        evidence={
            "pattern": stem,
            "siblings": known - 1,
            "agreeing": agreeing,
            "journal": usual,
            "registrant": registrants(stem.str.extract("^([^/]+)/", 1)).list.first(),
            **(_ABOUT if fields else {}),
        },
        fix=Fix(value=usual),
    )
