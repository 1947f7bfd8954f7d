"""Every wrong entry of a list, for fixes: a finding reports a record's first one, but `--fix` fixes all."""

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
    """Return findings with those about the records' other entries that have a fix, each value of a record once.

    `found`: as `assembled` returns it. `frame`: a records frame with its normal forms. `rows`: the row numbers that `found`
    is about. `columns`: as `described` returns them.
    """
    if not isinstance(frame.schema[check.field], pl.List):
        return found
    # A row per entry, with that entry moved to the front of its list, since a check reports the first wrong entry.
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
