"""Groups of records with an equal value, for the rules and messages that compare all records of a run.

Such a rule reads the key columns of all records. The records of the index come first, then those of the run; both are ordered
by source and line. The rule reports a group once, at the first record of the run that forms or joins the group.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scholint.checks.duplicates.works import DERIVED
from scholint.checks.message import quoted
from scholint.checks.values.absent import never_null

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TEMPLATE_TITLES = 5
"""A text with at least this many different titles is a template."""
REPORTED_SINGLY = 50
"""Maximum number of findings of one kind between two sources that are reported one by one. More are reported once."""
_TITLE_SHOWN = 60


def is_first(*names: str) -> pl.Expr:
    """Boolean: no earlier row has the same values in these columns. A null does not equal another null."""
    known = pl.all_horizontal(pl.col(name).is_not_null() for name in names)
    return pl.struct(names).is_first_distinct() | ~known


def members(group: str, *apart: str) -> pl.Expr:
    """Boolean: the row counts as a member of its group.

    Rows that other rules report do not count: copies, further records with the same DOI, and further records with the same
    value in a column of `apart`.
    """
    return pl.all_horizontal(is_first(group, name) for name in ("content", "work_doi", *apart))


def derived(group: str, counted: pl.Expr) -> Sequence[Mapping[str, pl.Expr]]:
    """Return the steps that add columns: first DERIVED, then `counted`, then `titles` and `related` of the group's members."""
    return (
        DERIVED,
        {"counted": counted},
        {"titles": titles(group, COUNTED), "related": relation(group, COUNTED)},
    )


COUNTED, RELATED, TITLES = pl.col("counted"), pl.col("related"), pl.col("titles")


def is_representative(group: str, counted: pl.Expr, *, first: int = 2) -> pl.Expr:
    """Boolean: the group is reported at this row.

    The row is the first member that belongs to this run, beginning with the group's `first`-th member.
    """
    adds = counted & (counted.cast(pl.UInt32).cum_sum().over(group) >= first) & pl.col("new")
    return adds & (adds.cast(pl.UInt32).cum_sum().over(group) == 1)


def first_place(group: str, counted: pl.Expr | None = None) -> pl.Expr:
    """String: source and line of the group's first record, and the number of records besides that one and this one."""
    return _and_more(_place(group), group, counted)


def first_title(group: str, counted: pl.Expr | None = None, *, nameless: str = "{}") -> pl.Expr:
    """String: title and place of the group's first record.

    If the titles are equal, its DOI replaces the title. If the DOIs are equal too, the text is only the place, in the format
    `nameless`.
    """
    title, same = (
        pl.col("work_title"),
        _same_as_first("title_head", group) & _same_as_first("title_tail", group),
    )
    same = same | _same_as_first("work_title", group) | title.first().over(group).is_null()
    name = pl.when(~same).then(quoted(title.first().over(group), _TITLE_SHOWN))
    place = pl.format(nameless, _place(group))
    named = pl.format("{} ({})", pl.coalesce(name, _other_doi(group)), _place(group))
    return _and_more(pl.coalesce(named, place), group, counted)


def first_doi(group: str, counted: pl.Expr | None = None) -> pl.Expr:
    """String: DOI and place of the group's first record."""
    named = pl.format("{} ({})", _other_doi(group), _place(group))
    return _and_more(pl.coalesce(named, _place(group)), group, counted, noun="")


def _other_doi(group: str) -> pl.Expr:
    """String: the DOI of the group's first record; null if this record has the same DOI."""
    doi = pl.col("work_doi").first().over(group)
    return pl.when(doi.is_not_null() & doi.ne_missing(pl.col("work_doi"))).then(quoted(doi))


def _place(group: str) -> pl.Expr:
    return pl.format("{}:{}", *(pl.col(name).first().over(group) for name in ("source", "line")))


def _and_more(first: pl.Expr, group: str, counted: pl.Expr | None, *, noun: str = " record") -> pl.Expr:
    size = pl.len() if counted is None else counted.sum().cast(pl.Int64)
    others = size.over(group).cast(pl.Int64) - 2
    named = pl.when(others > 1).then(pl.lit(noun and f"{noun}s")).otherwise(pl.lit(noun))
    return pl.when(others > 0).then(pl.format("{} and {} more{}", first, others, named)).otherwise(first)


def cluster(group: str, counted: pl.Expr | None = None) -> Mapping[str, pl.Expr]:
    """Return evidence: the size of the group, its first members, and the record to keep.

    The record to keep (`survivor`) is the most complete one. If several are equally complete, it is the oldest of them.
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
    """UInt32: the number of different titles of the group's members.

    Titles with the same beginning count as one. In small groups, titles with the same end also count as one.
    """
    heads, tails = (_different(name, group, counted) for name in ("title_head", "title_tail"))
    return pl.when(heads >= TEMPLATE_TITLES).then(heads).otherwise(pl.min_horizontal(heads, tails))


def is_same_work(group: str) -> pl.Expr:
    """Boolean: the record and the group's first record describe one work, by their titles, or by author and year."""
    title = _same_as_first("title_head", group) | _same_as_first("title_tail", group)
    return title | (_same_as_first("family", group) & _same_as_first("work_year", group))


def _same_as_first(name: str, group: str) -> pl.Expr:
    return never_null(pl.col(name) == pl.col(name).first().over(group))


def _different(name: str, group: str, counted: pl.Expr) -> pl.Expr:
    return pl.col(name).filter(counted).drop_nulls().n_unique().over(group)


def relation(group: str, counted: pl.Expr) -> pl.Expr:
    """String: how the works of the group are related, according to their records."""

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
        (titles(group, counted) >= TEMPLATE_TITLES, TEMPLATE),
        (notice, "notice about the other work"),
        (preprint & published, "preprint and article"),
        ((number("work_doi") <= 1) & one_work, SAME),
        (dataset & ~no_dataset, "parts of a dataset"),
        (conference & other, "conference and journal version"),
        (preprint & one_title, "versions of one preprint"),
        (one_title, "versions or editions of one work"),
        (number("title_stem") == 1, "parts of a series"),
        ((number("title_language") > 1) | (number("work_language") > 1), "translation"),
    )
    # The first relation that applies is returned. `when` chains are built from the last one.
    found = pl.lit(UNRELATED)
    for applies, name in reversed(relations):
        found = pl.when(applies).then(pl.lit(name)).otherwise(found)
    return found


TEMPLATE = "template text"
SAME = "same work, recorded twice"
UNRELATED = "no known relation"
