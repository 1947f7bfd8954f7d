"""How the title of a journal relates to the titles that the reference tables list for an ISSN."""

from __future__ import annotations

import polars as pl

from scholint.checks.reference.lookups import keyed_table, known_title_keys, publisher_of_issn, titles_of_issn
from scholint.checks.reference.publishers import publisher_keys
from scholint.checks.reference.title_match import same_title
from scholint.checks.reference.title_words import SAME_BEGINNING, SHARES_WORD, WORD_OVERLAP, paired
from scholint.checks.reference.titles import title_key

# If at least this share of their words is common to both, two names are spellings of one title, or its former and later form.
_MIN_OVERLAP = 0.65


def same_serial(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Boolean, never null: two ISSNs (NNNN-NNNC) belong to one serial, such as its print ISSN and its online ISSN.

    True if they have a title in common, or if their titles are related. False if the tables do not list one of them.
    """
    first = titles_of_issn(one)
    related = title_relation(first.list.first(), other).is_in(["same", "similar", "related"])
    keys = [titles.list.eval(title_key(pl.element())) for titles in (first, titles_of_issn(other))]
    shared = keys[0].list.set_intersection(keys[1]).list.len() > 0
    return (related | shared).fill_null(value=False)


def title_relation(name: pl.Expr, issn: pl.Expr) -> pl.Expr:
    """String: how the name of a journal (String) relates to the titles that the tables list for an ISSN (NNNN-NNNC).

    - `same`: the name is one of these titles.
    - `related`: it has most words, or a distinctive word, in common with one of them, and is not `similar`.
    - `similar`: it has only a distinctive word in common, and the tables list it as a journal of another publisher.
    - `another`: it has no distinctive word in common, and the tables list it as a journal of another publisher.
    - `known`: it has no distinctive word in common, and the tables list it as another journal, perhaps of the same publisher.
    - `different`: none of these.

    Null if the name is null, or if the tables list no title for the ISSN.
    """
    pair = pl.struct(name.alias("name"), issn.alias("issn"))
    # A Python call per batch: records of one journal have the same result, and most names equal one of the titles. It is not
    # element-wise, because Polars would then split the batch and compile all patterns for each part. So windows cannot use it.
    return pair.map_batches(_title_relation, return_dtype=pl.String)


def _title_relation(pairs: pl.Series) -> pl.Series:
    frame = pairs.struct.unnest()
    distinct = frame.drop_nulls().unique().with_row_index()
    if distinct.is_empty():
        return pl.Series(pairs.name, [None] * pairs.len(), pl.String)
    related = distinct.with_columns(_relations(distinct).alias("relation"))
    joined = frame.join(related, on=["name", "issn"], how="left", maintain_order="left")
    return joined["relation"].alias(pairs.name)


def _relations(pairs: pl.DataFrame) -> pl.Series:
    """Return the values of `title_relation`, one per row. `pairs`: `index`, `name` and `issn`, never null."""
    listed = pairs.with_columns(
        titles=titles_of_issn(pl.col("issn")), publisher=publisher_of_issn(pl.col("issn"))
    ).filter(pl.col("titles").list.len() > 0)
    titles = listed.explode("titles", empty_as_null=True).filter(pl.col("titles").is_not_null())
    # The cheapest comparison comes first; it decides most names.
    exact = titles.filter(pl.col("name").str.to_lowercase() == pl.col("titles").str.to_lowercase())["index"]
    if exact.n_unique() == listed.height:
        return pairs.select(pl.when(_among(exact)).then(pl.lit("same"))).to_series()
    titles = paired(titles.filter(~_among(exact)).select("index", one="name", other="titles"))
    same = pl.concat([exact, titles.filter(same_title(titles))["index"]])
    open_, titles = listed.filter(~_among(same)), titles.filter(~_among(same))
    shares_word = titles.filter(SHARES_WORD)["index"]
    near = titles.filter((WORD_OVERLAP >= _MIN_OVERLAP) | SAME_BEGINNING)["index"]
    another, known = _listed_elsewhere(open_) if open_.height else (open_["index"], open_["index"])
    relation = (
        pl.when(_among(same))
        .then(pl.lit("same"))
        .when(_among(near))
        .then(pl.lit("related"))
        .when(_among(another) & _among(shares_word))
        .then(pl.lit("similar"))
        .when(_among(another))
        .then(pl.lit("another"))
        .when(_among(shares_word))
        .then(pl.lit("related"))
        .when(_among(known))
        .then(pl.lit("known"))
        .when(_among(open_["index"]))
        .then(pl.lit("different"))
    )
    return pairs.select(relation).to_series()


def _among(indexes: pl.Series) -> pl.Expr:
    return pl.col("index").is_in(indexes.implode())


def _listed_elsewhere(pairs: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """Return two series of `index`: rows whose `name` only other publishers have in the tables, and other rows listed there.

    A name with parallel titles (`A = B`) is listed if one of them is.
    """
    names = (
        pairs.select("index", pl.col("name").str.split("="), of_issn=pl.col("publisher").list.first())
        .explode("name", empty_as_null=True)
        .with_columns(key=title_key(pl.col("name")))
    )
    known = names.join(known_title_keys(), on="key").join(
        keyed_table("journals"), left_on="issn", right_on="key"
    )
    # Once per publisher, because compiling the patterns takes longer than matching them.
    keys = publisher_keys(known["of_issn"], known["publisher"])
    for side in ("of_issn", "publisher"):
        known = known.join(keys.rename({"publisher": side, "key": f"key {side}"}), on=side, how="left")
    of_issn, publisher = pl.col("key of_issn"), pl.col("key publisher")
    is_another = (of_issn != "") & (publisher != "") & (of_issn != publisher)
    by_name = known.group_by("index").agg(another=is_another.all())
    return by_name.filter("another")["index"], by_name["index"]
