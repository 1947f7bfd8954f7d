"""Lookups in the reference tables: the titles of an ISSN, the ISSNs of a title, and the registrants of a DOI prefix."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from scholint.checks.reference.tables import (
    SEPARATOR,
    Names,
    read_or_refuse,
    read_table,
    refuse_changed,
    table,
    table_paths,
)
from scholint.checks.reference.titles import title_key
from scholint.checks.values.issn import issn_number, issn_of_number

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# For at most this many keys, reading only their rows is faster than reading the whole table.
_FEW = 50


def titles_of_issn(issn: pl.Expr) -> pl.Expr:
    """List(String): every title that the tables list for an ISSN (NNNN-NNNC); null if they do not list the ISSN."""
    return _looked_up(issn, "journals", "titles")


def publisher_of_issn(issn: pl.Expr) -> pl.Expr:
    """List(String): the one publisher that the tables list for an ISSN; null if they list none."""
    return _looked_up(issn, "journals", "publisher")


def issns_of_title(name: pl.Expr) -> pl.Expr:
    """List(String): the ISSNs (NNNN-NNNC) for which the tables list this title; null if they do not list the title."""
    return name.map_batches(_issns_by_title, return_dtype=Names, is_elementwise=True)


def _issns_by_title(names: pl.Series) -> pl.Series:
    if names.null_count() == names.len():
        return pl.Series(names.name, [None] * names.len(), Names)
    # Each name is looked up once, because records of one journal have the same name.
    wanted = names.alias("name").to_frame()
    keyed = wanted.unique().drop_nulls().with_columns(key=title_key(pl.col("name")))
    found = (
        keyed.filter(pl.col("key") != "")
        .join(known_title_keys(), on="key")
        .group_by("name")
        .agg(issns=issn_of_number(pl.col("issn")).unique().sort())
    )
    return wanted.join(found, on="name", how="left", maintain_order="left")["issns"].alias(names.name)


@cache
def known_title_keys() -> pl.DataFrame:
    """Return the `title_keys` of the tables. They are read from `titles.parquet` next to each table, if this file exists."""
    keys = [_stored_title_keys(path) for path in table_paths("journals")]
    return keys[0] if len(keys) == 1 else pl.concat(keys).unique()


def _stored_title_keys(path: Path) -> pl.DataFrame:
    kept = path.with_name("titles.parquet")
    refuse_changed(kept)
    if not kept.exists():
        return title_keys(read_or_refuse(path, pl.read_parquet))
    return read_or_refuse(kept, pl.read_parquet)


def title_keys(journals: pl.DataFrame) -> pl.DataFrame:
    """Return `key` (String, as `title_key` returns it) and `issn` (UInt32) for every title in a table of journals.

    Computing the keys takes seconds. They are therefore stored in `titles.parquet` next to the table, sorted by key.
    """
    titles = journals.select("issn", title=pl.col("titles").str.split(SEPARATOR))
    each = titles.explode("title", empty_as_null=True).select(key=title_key(pl.col("title")), issn="issn")
    return each.filter(pl.col("key") != "").unique().sort("key", "issn")


def registrants(prefix: pl.Expr) -> pl.Expr:
    """List(String): the registrants of a DOI prefix. Empty: the prefix is assigned, but to whom is unknown. Null: it is not listed."""
    return _looked_up(prefix, "prefixes", "registrants")


def title_of_another_issn(name: pl.Expr, issn: pl.Expr) -> pl.Expr:
    """Boolean: the tables list the title, but not for this ISSN (NNNN-NNNC); null if they do not list the title.

    A journal has two ISSNs, so this alone does not prove an error. It saves most names the comparison of `title_relation`.
    """
    pair = pl.struct(name.alias("name"), issn.alias("issn"))
    return pair.map_batches(_title_of_another_issn, return_dtype=pl.Boolean)


def _title_of_another_issn(pairs: pl.Series) -> pl.Series:
    frame = pairs.struct.unnest()
    names = frame.select("name").drop_nulls().unique().with_columns(part=pl.col("name").str.split("="))
    if names.is_empty():
        return pl.Series(pairs.name, [None] * pairs.len(), pl.Boolean)
    parts = names.explode("part", empty_as_null=True).select("name", key=title_key(pl.col("part")))
    known = parts.join(known_title_keys(), on="key").group_by("name").agg(issns="issn")
    wanted = frame.join(known, on="name", how="left", maintain_order="left")
    return (
        wanted.select(~pl.col("issns").list.contains(issn_number(pl.col("issn")).cast(pl.UInt32)))
        .to_series()
        .alias(pairs.name)
    )


def _looked_up(value: pl.Expr, name: str, column: str) -> pl.Expr:
    # A Python call per batch, so that the table is read only if a record needs it.
    return value.map_batches(_lookup(name, column), return_dtype=Names, is_elementwise=True)


def _lookup(name: str, column: str) -> Callable[[pl.Series], pl.Series]:
    def look(values: pl.Series) -> pl.Series:
        if values.null_count() == values.len():
            return pl.Series(values.name, [None] * values.len(), Names)
        wanted = values.to_frame("wanted")
        key = pl.col("wanted") if name == "prefixes" else issn_number(pl.col("wanted")).cast(pl.UInt32)
        once = wanted.drop_nulls().unique().with_columns(key=key)
        found = once.join(_rows_of(name, once["key"]), on="key").select("wanted", _listed(column))
        return wanted.join(found, on="wanted", how="left", maintain_order="left")[column].alias(values.name)

    return look


def _rows_of(name: str, keys: pl.Series) -> pl.DataFrame:
    """Return the table's rows with these keys: `key` and the other columns. For a few keys, it reads only their rows."""
    if keys.len() > _FEW or table.cache_info().currsize:
        return keyed_table(name)
    found = pl.concat(read_table(path, name, keys.to_list()) for path in table_paths(name))
    return found.rename({found.columns[0]: "key"}).unique("key", keep="first", maintain_order=True)


def _listed(column: str) -> pl.Expr:
    text = pl.col(column)
    return pl.when(text == "").then(pl.lit([], Names)).otherwise(text.str.split(SEPARATOR)).alias(column)


@cache
def keyed_table(name: str) -> pl.DataFrame:
    """Return the table of this name, with its key column renamed to `key`."""
    return table(name).rename({table(name).columns[0]: "key"})
