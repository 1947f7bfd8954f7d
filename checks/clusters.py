"""Clusters: what the rules over the whole input share to group records and to tell of a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scholint.checks.contract import RECORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

_PLACE = ("source", "line", "provides", "id")
# A record without an identifier is named after its place.
_OWN_ID = pl.when(pl.col("id") != pl.format("{}:{}", "source", "line")).then(pl.col("id"))

CONTENT = pl.struct(*(name for name in RECORDS.columns if name not in _PLACE), _OWN_ID.alias("id")).hash(0)
"""UInt64: the same for records that are equal in everything but where they stand. Used inside one run."""


def place(group: str) -> pl.Expr:
    """String: where the group's first record stands, and how many others there are."""
    others = pl.len().over(group) - 2
    first = pl.format("`{}` ({}:{})", *(pl.col(n).first().over(group) for n in ("record", "source", "line")))
    return pl.when(others > 0).then(pl.format("{} and {} more", first, others)).otherwise(first)


def cluster(group: str) -> Mapping[str, pl.Expr]:
    """Return evidence: the size of the group, its first members, and the one to keep."""
    members = pl.col("record").str.slice(0, 80).implode().list.head(5).list.join(" | ").over(group)
    return {
        "cluster": pl.format("{}-{}", pl.lit(group.partition("_")[0]), pl.col("record").first().over(group)),
        "size": pl.len().over(group),
        "members": members,
        "survivor": pl.col("record").first().over(group),
    }
