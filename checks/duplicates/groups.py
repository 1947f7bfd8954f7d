"""Clusters: what the rules over the whole input share to group records and to tell of a group.

Such a rule sees rows of keys, the oldest knowledge first: rows of an index before the run's own, each in the
order of source and line. It tells of a cluster once, at the first row of this run that adds to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scholint.checks.duplicates.works import DERIVED, never_null

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MANY = 5
"""As many titles over one text make it a template."""
FOLDED = 50
"""As many findings of one kind, between two sources, are told one by one; from there on, one stands for all."""


def first_of(*names: str) -> pl.Expr:
    """Boolean: no row above has the same values in these columns; nulls are like nothing."""
    known = pl.all_horizontal(pl.col(name).is_not_null() for name in names)
    return pl.struct(names).is_first_distinct() | ~known


def members(group: str, *apart: str) -> pl.Expr:
    """Boolean: the rows that count as members of a group.

    Copies, and further records of one DOI, are other rules' findings; so are those that agree in one of `apart`.
    """
    return pl.all_horizontal(first_of(group, name) for name in ("content", "work_doi", *apart))


def derived(group: str, counted: pl.Expr) -> Sequence[Mapping[str, pl.Expr]]:
    """Return the steps that make DERIVED, `counted`, and `titles` and `related` of the group's members."""
    return (
        DERIVED,
        {"counted": counted},
        {"titles": titles(group, COUNTED), "related": relation(group, COUNTED)},
    )


COUNTED, RELATED, TITLES = pl.col("counted"), pl.col("related"), pl.col("titles")


def told(group: str, counted: pl.Expr, *, first: int = 2) -> pl.Expr:
    """Boolean: the one row at which the group is told of.

    It is the first of this run's members, from the `first`-th member of the group on.
    """
    adds = counted & (counted.cast(pl.UInt32).cum_sum().over(group) >= first) & pl.col("new")
    return adds & (adds.cast(pl.UInt32).cum_sum().over(group) == 1)


def place(group: str, counted: pl.Expr | None = None) -> pl.Expr:
    """String: where the group's first record stands, and how many others there are."""
    size = pl.len() if counted is None else counted.sum().cast(pl.Int64)
    others = size.over(group).cast(pl.Int64) - 2
    first = pl.format("`{}` ({}:{})", *(pl.col(n).first().over(group) for n in ("record", "source", "line")))
    return pl.when(others > 0).then(pl.format("{} and {} more", first, others)).otherwise(first)


def cluster(group: str, counted: pl.Expr | None = None) -> Mapping[str, pl.Expr]:
    """Return evidence: the size of the group, its first members, and the one to keep.

    To keep: the most complete, of these the oldest.
    """
    mine = pl.col("record") if counted is None else pl.col("record").filter(counted)
    best = pl.col("record").sort_by(
        "work_filled", "work_year", descending=[True, False], nulls_last=True, maintain_order=True
    )
    return {
        "cluster": pl.format("{}-{}", pl.lit(group.partition("_")[0]), pl.col("record").first().over(group)),
        "size": (pl.len() if counted is None else counted.sum()).over(group),
        "members": mine.str.slice(0, 80).implode().list.head(5).list.join(" | ").over(group),
        "survivor": best.first().over(group),
    }


def titles(group: str, counted: pl.Expr) -> pl.Expr:
    """UInt32: how many titles the group's members have.

    Those that begin alike are one, and in small groups those that end alike, as a template's titles often do.
    """
    heads, tails = (_different(name, group, counted) for name in ("title_head", "title_tail"))
    return pl.when(heads >= MANY).then(heads).otherwise(pl.min_horizontal(heads, tails))


def agrees(group: str) -> pl.Expr:
    """Boolean: the record tells of the same work as the group's first: by its title, or by author and year."""

    def same(name: str) -> pl.Expr:
        return never_null(pl.col(name) == pl.col(name).first().over(group))

    return same("title_head") | same("title_tail") | (same("family") & same("work_year"))


def _different(name: str, group: str, counted: pl.Expr) -> pl.Expr:
    return pl.col(name).filter(counted).drop_nulls().n_unique().over(group)


def relation(group: str, counted: pl.Expr) -> pl.Expr:
    """String: what the records themselves say of how the group's works are related."""

    def forms(form: str) -> tuple[pl.Expr, pl.Expr]:
        mine = counted & pl.col("form").eq_missing(pl.lit(form))
        return mine.any().over(group), (counted & ~mine).any().over(group)

    def number(name: str) -> pl.Expr:
        return _different(name, group, counted)

    notice, _ = forms("notice")
    preprint, published = forms("preprint")
    conference, other = forms("conference")
    dataset, no_dataset = forms("dataset")
    one_title = titles(group, counted) <= 1
    one_work = one_title | ((number("family") == 1) & (number("work_year") == 1))
    relations = (
        (titles(group, counted) >= MANY, TEMPLATE),
        (notice, "notice"),
        (preprint & published, "preprint and article"),
        ((number("work_doi") <= 1) & one_work, SAME),
        (dataset & ~no_dataset, "parts of a dataset"),
        (conference & other, "conference and journal version"),
        (preprint & one_title, "versions of one preprint"),
        (one_title, "versions or editions of one work"),
        (number("title_stem") == 1, "parts of a series"),
        ((number("tongue") > 1) | (number("work_language") > 1), "translation"),
    )
    named = pl.lit(UNEXPLAINED)
    for holds, name in reversed(relations):
        named = pl.when(holds).then(pl.lit(name)).otherwise(named)
    return named


TEMPLATE = "template text"
SAME = "the same work, recorded twice"
UNEXPLAINED = "unexplained"
