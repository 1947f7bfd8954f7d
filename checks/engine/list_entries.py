"""Every wrong entry of a list, for fixes: a finding tells of a record's first one, and the next may be mended too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scholint.checks.engine.findings import assembled, violating
from scholint.checks.engine.masks import with_derived

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scholint.checks.rule import Check


def with_each(
    found: pl.LazyFrame, frame: pl.DataFrame, check: Check, rows: pl.Series, columns: Sequence[pl.Expr]
) -> pl.LazyFrame:
    """Return described findings with those of the records' other entries that have a fix, each value of a record once.

    `frame`: a records frame with its normal forms. `rows`: numbers of those of it that `found` is about.
    Each entry is judged as if it stood first.
    """
    if not isinstance(frame.schema[check.field], pl.List):
        return found
    alone = (
        frame[rows]
        .lazy()
        .with_columns(pl.col(check.field).list.unique(maintain_order=True).alias("entries"))
        .with_columns(pl.col("entries").alias(check.field))
        .explode(check.field)
        .with_columns(pl.concat_list(check.field, "entries").list.unique(maintain_order=True))
    )
    described = with_derived(alone, [check]).filter(violating(check)).select(columns)
    others = assembled(described, check).filter(pl.col("fix").is_not_null())
    return pl.concat([found, others]).unique(("source", "line", "value"), keep="first", maintain_order=True)
