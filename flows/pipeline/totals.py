"""Sums of counts over batches and partial results."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scholint.checks import catalogue
from scholint.checks.contract import DEFECTS, METRICS, RECORDS
from scholint.checks.engine.folding import absent
from scholint.flows.pipeline.part import COMPLETENESS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scholint.checks.engine.engine import Engine


def completeness_of(records: pl.DataFrame, source_names: Mapping[str, str]) -> pl.DataFrame:
    """Return how many records of each source have a value in each column, in a frame with the columns of COMPLETENESS.

    `source_names`: path of a source to its name.
    """
    columns = [name for name in RECORDS.columns if name not in ("source", "line", "format", "provides")]
    filled = [absent.is_filled(n).sum().cast(pl.UInt64).alias(n) for n in columns]
    return (
        records.group_by(pl.col("source").replace(source_names))
        .agg(pl.len().cast(pl.UInt64).alias("records"), *filled)
        .unpivot(index=("source", "records"), variable_name="column", value_name="filled")
        .select(list(COMPLETENESS))
    )


def added_completeness(completeness: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Return the sums of the counts, in a frame with the columns of COMPLETENESS."""
    return (
        pl.concat([pl.DataFrame(schema=COMPLETENESS), *completeness])
        .group_by("source", "column")
        .agg(pl.col("records", "filled").sum())
        .select(list(COMPLETENESS))
        .sort("source", "column")
    )


def by_source_name(seen: Mapping[str, int], source_names: Mapping[str, str]) -> dict[str, int]:
    """Return the number of records by source name.

    `seen`: path of a source to the number of its records. `source_names`: path of a source to its name.
    """
    totals: dict[str, int] = {}
    for path, count in seen.items():
        totals[source_names[path]] = totals.get(source_names[path], 0) + count
    return totals


def folded_defects(defects: pl.DataFrame, source_names: Mapping[str, str]) -> pl.DataFrame:
    """Return the defects, folded for rules that report once per source.

    For such rules, defects with the same source name, field, and types become one row with the sum of their records.
    """
    shared = pl.col("rule").is_in(catalogue.with_trait("per-source"))
    folded = (
        defects.filter(shared)
        .sort("source", "line")
        .group_by(
            pl.col("source").replace(source_names).alias("name"),
            "rule",
            "field",
            "expected",
            "found",
            maintain_order=True,
        )
        .agg(pl.exclude("records").first(), pl.col("records").sum())
        .select(DEFECTS.schema.names())
    )
    return pl.concat([defects.filter(~shared), folded])


def with_zero_rows(
    metrics: pl.DataFrame, engine: Engine, records_by_source: Mapping[str, int]
) -> pl.DataFrame:
    """Return the metrics with a row for every source and rule, even if all counts are 0.

    `records_by_source`: source name to the number of records. Its keys are the sources.
    """
    rules = [(r.code, r.name, engine.severity(r)) for r in engine.rules]
    rows = [(s, *r) for s in records_by_source for r in rules]
    every = pl.DataFrame(rows, schema=["source", "rule", "name", "severity"], orient="row")
    return (
        every.cast(pl.String)
        .join(metrics.drop("name", "severity"), on=["source", "rule"], how="left")
        .with_columns(pl.col("records", "violations", "undecided", "findings").fill_null(0))
        .select(METRICS.schema.names())
        .sort("source", "rule")
    )
