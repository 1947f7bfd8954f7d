"""What an ISSN at the front of a DOI's suffix says of the record's journal: one judgement for all rules that ask.

Identity goes before fields: where the ISSN proves the wrong journal, the rule about fields has nothing to add.
"""

from __future__ import annotations

import polars as pl

from scholint.checks.reference.lookups import publisher_of_issn, registrants, titles_of_issn
from scholint.checks.reference.publishers import journals_of_publisher, related_publishers
from scholint.checks.reference.relation import same_serial, title_relation
from scholint.checks.reference.title_words import distinctive_overlap
from scholint.checks.reference.titles import in_latin, is_abbreviated
from scholint.checks.values.issn import issn_is_valid

# ISSNs of a house that is small enough for its prefix to point to one journal.
_SMALL = 20
# A former and a later title share more of their telling words than these.
_APART = 0.25
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


def judged(records: pl.Series) -> pl.Series:
    """Return String a record (struct of what `normal` names): `error`, `warning`, `undecided`; null: the ISSN agrees.

    The steps stand on one another, and only few records are left to be looked up.
    """
    rows = records.struct.unnest().with_row_index("row")
    anchored = rows.filter(issn_is_valid(_ANCHORED))
    disagreeing = anchored.with_columns(own=_ISSNS).filter(~_AGREES)
    named = disagreeing.with_columns(kin=title_relation(pl.col("journal"), _ANCHORED))
    # The ISSN is another one of the record's journal.
    apart = named.filter(pl.col("kin").ne_missing("same"))
    if apart.is_empty():
        return pl.Series(records.name, [None] * records.len(), pl.String)
    asked = apart.with_columns(
        titles=titles_of_issn(_ANCHORED),
        house=publisher_of_issn(_ANCHORED).list.first(),
        registrant=registrants(pl.col("doi_prefix")).list.first(),
        theirs=pl.col("own").list.first().str.replace(r"^(\d{4})", "$1-"),
    )
    compared = asked.with_columns(
        serial=same_serial(pl.col("theirs"), _ANCHORED),
        own_kin=title_relation(pl.col("journal"), pl.col("theirs")),
        own_house=publisher_of_issn(pl.col("theirs")).list.first(),
        confirmed=related_publishers(pl.col("registrant"), pl.col("house")),
        small=journals_of_publisher(pl.col("house")) <= _SMALL,
        unlike=distinctive_overlap(pl.col("journal"), pl.col("titles").list.first()) < _APART,
    ).with_columns(
        foreign=~pl.col("serial")
        & ~related_publishers(pl.col("registrant"), pl.col("own_house")).fill_null(value=False)
    )
    found = compared.select("row", verdict=_verdict())
    return (
        rows.select("row")
        .join(found, on="row", how="left", maintain_order="left")["verdict"]
        .alias(records.name)
    )


def _verdict() -> pl.Expr:
    """String: `error`, `warning`, `undecided`, where the ISSN's journal has not the record's name."""
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
        pl.when(named & ((kin == "another") | ((kin == "akin") & pl.col("small") & pl.col("unlike"))))
        .then(pl.lit("error"))
        .when(apart & kin.is_in(["another", "akin", "different"]) & (pl.col("own_kin") == "same"))
        .then(pl.lit("error"))
        .when(kin.is_null() & several & pl.col("foreign"))
        .then(pl.lit("warning"))
        .otherwise(pl.lit("undecided"))
    )
