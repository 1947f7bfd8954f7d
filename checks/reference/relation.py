"""How the title of a journal relates to the titles that the reference tables list for an ISSN."""

from __future__ import annotations

import polars as pl

from scholint.checks.reference.lookups import keyed_table, known_title_keys, publisher_of_issn, titles_of_issn
from scholint.checks.reference.publishers import publisher_keys
from scholint.checks.reference.title_match import same_title
from scholint.checks.reference.title_words import SAME_BEGINNING, SHARES_WORD, WORD_OVERLAP, paired
from scholint.checks.reference.titles import title_key

# From this share of common words on, two names are spellings of one, or a former and a later title.
_NEAR = 0.65


def same_serial(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Boolean: two ISSNs (NNNN-NNNC) are of one serial, as print and online are: they share a title, or have related ones.

    False where the tables do not know one of them.
    """
    first = titles_of_issn(one)
    kin = title_relation(first.list.first(), other).is_in(["same", "similar", "related"])
    keys = [titles.list.eval(title_key(pl.element())) for titles in (first, titles_of_issn(other))]
    shared = keys[0].list.set_intersection(keys[1]).list.len() > 0
    return (kin | shared).fill_null(value=False)


def title_relation(name: pl.Expr, issn: pl.Expr) -> pl.Expr:
    """String: how a journal's name (String) stands to the titles that the tables know for an ISSN (NNNN-NNNC).

    `same`: it is one of them. `another`: the tables know it as a journal of another publisher. `similar`: that
    too, but it shares a distinctive word with them. `related`: it only shares such a word, or most words. `known`: the tables know it as
    another journal. `different`: none of these. Null where name or titles are unknown.
    """
    pair = pl.struct(name.alias("name"), issn.alias("issn"))
    # A Python call a batch: records of one journal share the answer, and few names need more than a look at the titles.
    # Not element-wise, since each of the pieces would compile all patterns anew; and so not for windows, group by group.
    return pair.map_batches(_title_relation, return_dtype=pl.String)


def _title_relation(pairs: pl.Series) -> pl.Series:
    frame = pairs.struct.unnest()
    known = frame.drop_nulls().unique().with_row_index()
    if known.is_empty():
        return pl.Series(pairs.name, [None] * pairs.len(), pl.String)
    answered = known.with_columns(_kin(known).alias("kin"))
    return frame.join(answered, on=["name", "issn"], how="left", maintain_order="left")["kin"].alias(
        pairs.name
    )


def _kin(asked: pl.DataFrame) -> pl.Series:
    one = asked.with_columns(
        titles=titles_of_issn(pl.col("issn")), publisher=publisher_of_issn(pl.col("issn"))
    ).filter(pl.col("titles").list.len() > 0)
    listed = one.explode("titles", empty_as_null=True).filter(pl.col("titles").is_not_null())
    exact = listed.filter(pl.col("name").str.to_lowercase() == pl.col("titles").str.to_lowercase())["index"]
    if exact.n_unique() == one.height:
        return asked.select(pl.when(pl.col("index").is_in(exact.implode())).then(pl.lit("same"))).to_series()
    listed = paired(
        listed.filter(~pl.col("index").is_in(exact.implode())).select("index", one="name", other="titles")
    )
    same = pl.concat([exact, listed.filter(same_title(listed))["index"]])
    rest = one.filter(~pl.col("index").is_in(same.implode()))
    listed = listed.filter(~pl.col("index").is_in(same.implode()))
    related = listed.filter(SHARES_WORD)["index"]
    near = listed.filter((WORD_OVERLAP >= _NEAR) | SAME_BEGINNING)["index"]
    another, known_too = _known_elsewhere(rest) if rest.height else (rest["index"], rest["index"])
    kin = (
        pl.when(pl.col("index").is_in(same.implode()))
        .then(pl.lit("same"))
        .when(pl.col("index").is_in(near.implode()))
        .then(pl.lit("related"))
        .when(pl.col("index").is_in(another.implode()) & pl.col("index").is_in(related.implode()))
        .then(pl.lit("similar"))
        .when(pl.col("index").is_in(another.implode()))
        .then(pl.lit("another"))
        .when(pl.col("index").is_in(related.implode()))
        .then(pl.lit("related"))
        .when(pl.col("index").is_in(known_too.implode()))
        .then(pl.lit("known"))
        .when(pl.col("index").is_in(rest["index"].implode()))
        .then(pl.lit("different"))
    )
    return asked.select(kin).to_series()


def _known_elsewhere(asked: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """Return the `index` of those rows whose `name` the tables know, first those known of other publishers alone.

    Of parallel titles (`A = B`) each counts.
    """
    names = (
        asked.select("index", pl.col("name").str.split("="), theirs=pl.col("publisher").list.first())
        .explode("name", empty_as_null=True)
        .with_columns(key=title_key(pl.col("name")))
    )
    known = names.join(known_title_keys(), on="key").join(
        keyed_table("journals"), left_on="issn", right_on="key"
    )
    # Once for every house: patterns take longer to compile than to match.
    keys = publisher_keys(known["theirs"], known["publisher"])
    found = known.join(keys, left_on="theirs", right_on="publisher", how="left", suffix=" theirs")
    found = found.join(keys, left_on="publisher", right_on="publisher", how="left", suffix=" publisher")
    theirs, publisher = pl.col("key theirs"), pl.col("key publisher")
    apart = (theirs != "") & (publisher != "") & (theirs != publisher)
    judged = found.group_by("index").agg(apart=apart.all())
    return judged.filter("apart")["index"], judged["index"]
