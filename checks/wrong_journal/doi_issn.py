"""Whether the ISSN at the start of a DOI suffix belongs to the journal of the record."""

from __future__ import annotations

import polars as pl

from scholint.checks.reference.lookups import publisher_of_issn, registrants, titles_of_issn
from scholint.checks.reference.publishers import journals_of_publisher, related_publishers
from scholint.checks.reference.relation import same_serial, title_relation
from scholint.checks.reference.title_words import distinctive_overlap
from scholint.checks.reference.titles import in_latin, is_abbreviated
from scholint.checks.values.issn import issn_is_valid
from scholint.checks.values.venues import NO_ISSN_IN_DOI

# If a publisher has at most this many ISSNs, its prefix can identify one journal.
_SMALL = 20
# Two titles with a lower similarity of distinctive words are not a former and a later title of one journal.
_APART = 0.25

_ISSN_IN_DOI = pl.col("suffix_issn")
# Some exports join two ISSNs in one entry.
_ISSNS = (
    pl.col("issns")
    .list.join(" ")
    .str.to_uppercase()
    .str.replace_all("-", "")
    .str.extract_all(r"\b\d{7}[\dX]\b")
)
_AGREES = pl.col("own").list.contains(_ISSN_IN_DOI.str.replace("-", "", literal=True)).fill_null(value=False)


def issn_verdicts(records: pl.Series) -> pl.Series:
    """Return String: `error`, `warning`, or `undecided` for each record; null if the ISSN agrees with the record.

    `records`: structs of the columns that the normal form `issn_verdict` uses. Each step leaves fewer records, so that the
    tables are searched for only a few.
    """
    rows = records.struct.unnest().with_row_index("row")
    anchored = rows.filter(issn_is_valid(_ISSN_IN_DOI))
    disagreeing = anchored.with_columns(own=_ISSNS).filter(~_AGREES)
    named = disagreeing.with_columns(relation=title_relation(pl.col("journal"), _ISSN_IN_DOI))
    # Removes records whose DOI has the other ISSN (print or online) of their journal.
    apart = named.filter(pl.col("relation").ne_missing("same"))
    if apart.is_empty():
        return pl.Series(records.name, [None] * records.len(), pl.String)
    looked_up = apart.with_columns(
        titles=titles_of_issn(_ISSN_IN_DOI),
        publisher=publisher_of_issn(_ISSN_IN_DOI).list.first(),
        registrant=registrants(pl.col("doi_prefix")).list.first(),
        theirs=pl.col("own").list.first().str.replace(r"^(\d{4})", "$1-"),
    )
    compared = looked_up.with_columns(
        serial=same_serial(pl.col("theirs"), _ISSN_IN_DOI),
        own_relation=title_relation(pl.col("journal"), pl.col("theirs")),
        own_publisher=publisher_of_issn(pl.col("theirs")).list.first(),
        confirmed=related_publishers(pl.col("registrant"), pl.col("publisher")),
        small=journals_of_publisher(pl.col("publisher")) <= _SMALL,
        unlike=distinctive_overlap(pl.col("journal"), pl.col("titles").list.first()) < _APART,
    ).with_columns(
        foreign=~pl.col("serial")
        & ~related_publishers(pl.col("registrant"), pl.col("own_publisher")).fill_null(value=False)
    )
    found = compared.select("row", verdict=_verdict())
    return (
        rows.select("row")
        .join(found, on="row", how="left", maintain_order="left")["verdict"]
        .alias(records.name)
    )


def _verdict() -> pl.Expr:
    """String: `error`, `warning`, or `undecided`, for records whose title differs from that of the ISSN's journal."""
    relation = pl.col("relation")
    named = (
        pl.col("confirmed")
        & pl.col("is_article")
        & in_latin(pl.col("journal"))
        & in_latin(pl.col("titles").list.first())
        & ~is_abbreviated(pl.col("journal"))
        & ~pl.col("journal").str.contains(NO_ISSN_IN_DOI)
    )
    several = pl.col("own").list.n_unique() > 1
    apart = pl.col("confirmed") & pl.col("foreign") & pl.col("own_publisher").is_not_null()
    return (
        pl.when(
            named & ((relation == "another") | ((relation == "similar") & pl.col("small") & pl.col("unlike")))
        )
        .then(pl.lit("error"))
        .when(
            apart & relation.is_in(["another", "similar", "different"]) & (pl.col("own_relation") == "same")
        )
        .then(pl.lit("error"))
        .when(relation.is_null() & several & pl.col("foreign"))
        .then(pl.lit("warning"))
        .otherwise(pl.lit("undecided"))
    )
