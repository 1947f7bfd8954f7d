"""Metrics: counts per source and rule, added up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scholint.checks.contract import METRICS

if TYPE_CHECKING:
    from collections.abc import Iterable


def summed(metrics: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Return one metrics frame with a row a source and rule, counts added up."""
    return (
        pl.concat([METRICS.empty(), *metrics])
        .group_by("source", "rule", "name", "severity")
        .agg(pl.col("records", "violations", "undecided", "findings").sum())
        .select(METRICS.schema.names())
        .sort("source", "rule")
    )
