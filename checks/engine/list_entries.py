"""Findings for every wrong entry of a list. Reports show only the first wrong entry of a record, but `--fix` fixes all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scholint.checks.engine.findings import assembled, violating
from scholint.checks.engine.masks import with_steps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scholint.checks.rule import Check


def with_every_entry(
    found: pl.LazyFrame, frame: pl.DataFrame, check: Check, rows: pl.Series, columns: Sequence[pl.Expr]
) -> pl.LazyFrame:
    """Return the findings, and further findings for other entries of the lists that have a fix, one per record and value.

    `found`: from `assembled`. `frame`: a records frame with its normal forms. `rows`: the row numbers that `found` is about.
    `columns`: from `described`.
    """
    if not isinstance(frame.schema[check.field], pl.List):
        return found
    # One row per entry. The entry is moved to the front of its list, because a check reports the first wrong entry.
    moved = (
        frame[rows]
        .lazy()
        .with_columns(pl.col(check.field).list.unique(maintain_order=True).alias("entries"))
        .with_columns(pl.col("entries").alias(check.field))
        .explode(check.field)
        .with_columns(pl.concat_list(check.field, "entries").list.unique(maintain_order=True))
    )
    described = with_steps(moved, [check]).filter(violating(check)).select(columns)
    others = assembled(described, check).filter(pl.col("fix").is_not_null())
    return pl.concat([found, others]).unique(("source", "line", "value"), keep="first", maintain_order=True)
