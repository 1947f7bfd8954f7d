"""What an ISSN at the front of a DOI's suffix says of the record's journal: one judgement for all rules that ask.

Identity goes before fields: where the ISSN proves the wrong journal, the rule about fields has nothing to add.
"""

from __future__ import annotations

import polars as pl

from scholint.checks.journal_title import in_latin, is_abbreviated, related_names, telling_overlap
from scholint.checks.normal import issn_is_valid
from scholint.checks.reference import (
    journals_of_house,
    kinship,
    publisher_of_issn,
    registrants,
    same_serial,
    titles_of_issn,
)

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


def issn_judgement(asked: pl.Expr | None = None) -> pl.Expr:
    """Struct: `verdict` (`error`, `warning`, `undecided`; null where the ISSN agrees), `titles`, `house`, `registrant`.

    `asked`: Boolean, the records to look at; all of them by default.
    """
    anchored = pl.col("suffix_issn") if asked is None else pl.when(asked).then(pl.col("suffix_issn"))
    # A Python call a batch: the steps stand on one another, and only few records are left to be looked up.
    return pl.struct(
        anchored.alias("suffix_issn"), "doi_prefix", "issns", "journal", "is_article"
    ).map_batches(_judged, return_dtype=_JUDGED, is_elementwise=True)


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
