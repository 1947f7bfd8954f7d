"""How the title of a journal relates to the titles that the reference tables list for an ISSN."""

from __future__ import annotations

import polars as pl

from scholint.checks.reference.lookups import keyed_table, known_title_keys, publisher_of_issn, titles_of_issn
from scholint.checks.reference.publishers import publisher_keys
from scholint.checks.reference.title_match import same_title
from scholint.checks.reference.title_words import SAME_BEGINNING, SHARES_WORD, WORD_OVERLAP, paired
from scholint.checks.reference.titles import title_key

# From this share of common words on, two names are spellings of one title, or a former and a later title.
_MIN_OVERLAP = 0.65


def same_serial(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Boolean, never null: two ISSNs (NNNN-NNNC) are of one serial, as print and online ISSN are.

    They share a title, or their titles are related. False where the tables do not list one of them.
    """
    first = titles_of_issn(one)
    related = title_relation(first.list.first(), other).is_in(["same", "similar", "related"])
    keys = [titles.list.eval(title_key(pl.element())) for titles in (first, titles_of_issn(other))]
    shared = keys[0].list.set_intersection(keys[1]).list.len() > 0
    return (related | shared).fill_null(value=False)


def title_relation(name: pl.Expr, issn: pl.Expr) -> pl.Expr:
    """String: how the name of a journal (String) relates to the titles that the tables list for an ISSN (NNNN-NNNC).

    `same`: it is one of them. `another`: the tables list it as a journal of another publisher. `similar`: that too,
    but it shares a distinctive word with them. `related`: it only shares such a word, or most words. `known`: the tables
    list it as another journal. `different`: none of these. Null where the name is null or the tables list no title.
    """
    pair = pl.struct(name.alias("name"), issn.alias("issn"))
    # A Python call per batch: records of one journal share the answer, and most names are equal to one of the titles. Not
    # element-wise, since Polars would call it in pieces that each compile all patterns again; so it cannot be used in windows.
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
    """Return what `title_relation` returns for each row. `pairs`: `index`, `name` and `issn`, never null."""
    listed = pairs.with_columns(
        titles=titles_of_issn(pl.col("issn")), publisher=publisher_of_issn(pl.col("issn"))
    ).filter(pl.col("titles").list.len() > 0)
    titles = listed.explode("titles", empty_as_null=True).filter(pl.col("titles").is_not_null())
    # The cheapest comparison first, which answers for most names.
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
    """Return the `index` of the rows whose `name` the tables list, first those that only other publishers have.

    Each of two parallel titles (`A = B`) counts.
    """
    names = (
        pairs.select("index", pl.col("name").str.split("="), of_issn=pl.col("publisher").list.first())
        .explode("name", empty_as_null=True)
        .with_columns(key=title_key(pl.col("name")))
    )
    known = names.join(known_title_keys(), on="key").join(
        keyed_table("journals"), left_on="issn", right_on="key"
    )
    # Once per publisher, since patterns take longer to compile than to match.
    keys = publisher_keys(known["of_issn"], known["publisher"])
    for side in ("of_issn", "publisher"):
        known = known.join(keys.rename({"publisher": side, "key": f"key {side}"}), on=side, how="left")
    of_issn, publisher = pl.col("key of_issn"), pl.col("key publisher")
    is_another = (of_issn != "") & (publisher != "") & (of_issn != publisher)
    by_name = known.group_by("index").agg(another=is_another.all())
    return by_name.filter("another")["index"], by_name["index"]
