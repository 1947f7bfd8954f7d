"""The ISSN at the front of the DOI's suffix is none of the record's.

## Why is this bad?
The record most likely hangs under the wrong journal: registrants write a journal's own ISSN into its DOIs.

## How to mend
Resolve the DOI and look at the journal there.

## Known limits
Only an ISSN at the front of the suffix with a right check digit is read: elsewhere eight digits are a year and a page.
The journal's name alone proves little, since records name volumes, conferences, translations and former titles, and a
publisher may use one journal's DOIs for another of its own. An error therefore needs two publishers, and that the
prefix's registrant is the one of the DOI's ISSN: either the tables know the record's journal as another publisher's
alone, and it shares no word with the titles of the DOI's ISSN (one of many, where the registrant is a small house); or
the record's own ISSN is its journal's, and another publisher's. A warning where both ISSNs of the record are
others. Undecided otherwise: the one ISSN of a record may be the other medium's, a name that the tables do not know may
be a translation, and names in other scripts than the tables' are not compared.

## References
- ISO 3297 (ISSN)
- Crossref: journal-level DOIs and suffix patterns
"""

from __future__ import annotations

import polars as pl

from scholint.checks.findings import quoted
from scholint.checks.journal_title import in_latin, is_abbreviated, readable, related_names, telling_overlap
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
# A former and a later title share more of their telling words than these.
_APART = 0.25
# They stand in the names of unrelated publishers.
_HOUSE_WORDS = r"(?i)\b(?:press|publish\w*|publications?|verlag|institut\w*|academ\w*|college|group|limited|center|centre|research)\b"
_NO_JOURNAL = r"(?i)\barxiv|preprint|rxiv\b|\bssrn\b|conference|proceedings|symposium|workshop|congress|lecture notes|\b(?:19|20)\d\d\b"

_ANCHORED = pl.col("suffix_issn")
# Exports join two ISSNs in one entry.
_ISSNS = (
    pl.col("issns")
    .list.join(" ")
    .str.to_uppercase()
    .str.replace_all("-", "")
    .str.extract_all(r"\b\d{7}[\dX]\b")
)
_AGREES = pl.col("own").list.contains(_ANCHORED.str.replace("-", "", literal=True)).fill_null(value=False)
_JUDGED = pl.Struct(
    {"verdict": pl.String, "titles": pl.List(pl.String), "house": pl.String, "registrant": pl.String}
)


@rule(
    code="DOI007",
    severity="error",
    needs=["reference"],
    fields=["doi"],
    since="0.1.0",
    bad={
        "title": "A study of tides",
        "doi": "10.46272/2409-3416-2021-9-4-84-100",
        "journal": "Cadernos ibero-americanos de direito sanitário = Cuadernos iberoamericanos de derecho sanitario",
        "type": "article",
    },
    good={
        "title": "A study of tides",
        "doi": "10.46272/2409-3416-2021-9-4-84-100",
        "journal": "Cuadernos Iberoamericanos",
        "type": "article",
    },
)
def doi_issn_conflict() -> Check:
    """Compare a valid ISSN in the suffix with the record's own, in any form, and with its journal's name."""
    # A Python call a batch: the steps stand on one another, and only few records are left to be looked up.
    judgement = pl.struct("suffix_issn", "doi_prefix", "issns", "journal", "is_article").map_batches(
        _judged, return_dtype=_JUDGED, is_elementwise=True
    )
    judged = pl.col("doi007_judged")
    verdict, titles, registrant = (judged.struct.field(name) for name in ("verdict", "titles", "registrant"))
    return Check(
        field="doi",
        derived=[{"doi007_judged": judgement}],
        when=issn_is_valid(pl.col("suffix_issn")),
        undecided=verdict == "undecided",
        violates=verdict.is_in(["error", "warning"]),
        severity=verdict,
        message=pl.format(
            "the DOI's suffix names the ISSN {}{}, {}",
            quoted("suffix_issn"),
            _of(titles, registrant),
            pl.when(pl.col("journal").is_null())
            .then(pl.format("the record's ISSNs are {}", quoted(pl.col("issns").list.join(", "))))
            .otherwise(pl.format("the record names {}", quoted("journal"))),
        ),
        evidence={
            "issn": pl.col("suffix_issn"),
            "registered_titles": titles.list.head(_SHOWN).list.join(" | "),
            "issns": pl.col("issns").list.join(", "),
            "journal": pl.col("journal"),
            "registrant": registrant,
            "publisher_of_issn": judged.struct.field("house"),
            "reference": pl.lit("journals, prefixes"),
            "as_of": pl.lit(as_of("journals")),
        },
    )


def _judged(records: pl.Series) -> pl.Series:
    """Return a struct a record: the verdict, null where the ISSN agrees, and what the tables know."""
    rows = records.struct.unnest().with_row_index("row")
    disagreeing = rows.with_columns(own=_ISSNS).filter(issn_is_valid(_ANCHORED) & ~_AGREES)
    if disagreeing.is_empty():
        return pl.Series(records.name, [None] * records.len(), _JUDGED)
    asked = disagreeing.with_columns(
        titles=titles_of_issn(_ANCHORED),
        house=publisher_of_issn(_ANCHORED).list.first(),
        registrant=registrants(pl.col("doi_prefix")).list.first(),
        theirs=pl.col("own").list.first().str.replace(r"^(\d{4})", "$1-"),
        kin=kinship(pl.col("journal"), _ANCHORED),
    )
    compared = asked.with_columns(
        serial=same_serial(pl.col("theirs"), _ANCHORED),
        own_kin=kinship(pl.col("journal"), pl.col("theirs")),
        own_house=publisher_of_issn(pl.col("theirs")).list.first(),
        confirmed=_related_houses("registrant", "house"),
        small=journals_of_house(pl.col("house")) <= _SMALL,
        unlike=telling_overlap(pl.col("journal"), pl.col("titles").list.first()) < _APART,
    ).with_columns(
        foreign=~pl.col("serial") & ~_related_houses("registrant", "own_house").fill_null(value=False)
    )
    found = compared.select("row", "titles", "house", "registrant", verdict=_verdict())
    return (
        rows.select("row")
        .join(found, on="row", how="left", maintain_order="left")
        .select(
            pl.struct(*(pl.col(name).cast(dtype) for name, dtype in _JUDGED.to_schema().items())).alias(
                records.name
            )
        )
        .to_series()
    )


def _verdict() -> pl.Expr:
    """String: `error`, `warning`, `undecided`; null where the ISSN's journal has the record's name."""
    kin = pl.col("kin")
    named = (
        pl.col("confirmed")
        & pl.col("is_article")
        & in_latin(pl.col("journal"))
        & in_latin(pl.col("titles").list.first())
        & ~is_abbreviated(pl.col("journal"))
        & ~pl.col("journal").str.contains(_NO_JOURNAL)
    )
    several = pl.col("own").list.n_unique() > 1
    apart = pl.col("confirmed") & pl.col("foreign") & pl.col("own_house").is_not_null()
    return (
        pl.when(kin == "same")
        .then(pl.lit(None, pl.String))
        .when(named & ((kin == "another") | ((kin == "akin") & pl.col("small") & pl.col("unlike"))))
        .then(pl.lit("error"))
        .when(apart & kin.is_in(["another", "akin", "different"]) & (pl.col("own_kin") == "same"))
        .then(pl.lit("error"))
        .when(kin.is_null() & several & pl.col("foreign"))
        .then(pl.lit("warning"))
        .otherwise(pl.lit("undecided"))
    )


def _related_houses(one: str, other: str) -> pl.Expr:
    """Boolean: two publishers' names share a word that is not any publisher's."""
    return related_names(*(pl.col(name).str.replace_all(_HOUSE_WORDS, " ") for name in (one, other)))


def _of(titles: pl.Expr, registrant: pl.Expr) -> pl.Expr:
    """String: whose the ISSN is, and the prefix, as far as the tables know."""
    journal = pl.format(" of {}", quoted(readable(titles)))
    prefix = pl.format(" (prefix {} of {})", quoted("doi_prefix"), quoted(registrant))
    return pl.concat_str(
        pl.when(titles.list.len() > 0).then(journal).otherwise(pl.lit("")),
        pl.when(registrant.is_not_null()).then(prefix).otherwise(pl.lit("")),
    )
