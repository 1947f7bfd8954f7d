"""Fields that no record of a source has. Each is one fact about the source, so it is reported once and not for every record.

All records lack a field if a query selected only some fields, or if an export omits one. This is known only after the last
record of the source. `count_filled` counts the records that fill a field, per batch. `AbsentFold` then folds the findings that
were made before. Metrics do not change, because every record does lack the field.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scholint.checks.contract import FINDINGS, RECORDS
from scholint.checks.engine.folding.fold import MIN_RECORDS, with_count

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_KEY = ("source", "rule", "field", "severity")


def count_filled(records: pl.DataFrame, columns: Iterable[str]) -> pl.DataFrame:
    """Return one row per source: `source`, `records`, and for each column the number of records that fill it (UInt64)."""
    return (
        records.lazy()
        .group_by("source")
        .agg(
            pl.len().cast(pl.UInt64).alias("records"),
            *(is_filled(name).sum().cast(pl.UInt64).alias(name) for name in columns),
        )
        .collect(engine="in-memory")
    )


def add_filled(counts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Return the sum of frames from `count_filled`, one row per source. If there are no frames, return an empty frame."""
    if not counts:
        return pl.DataFrame(schema={"source": pl.String, "records": pl.UInt64})
    by_source = pl.concat(counts, how="diagonal").group_by("source")
    return by_source.agg(pl.exclude("source").sum()).sort("source")


class AbsentFold:
    """Fold the findings of a source in which no record fills any of a check's columns.

    `filled`: from `add_filled`. `absent`: code and field of a check to the columns that must all be empty (`Engine.absent`).
    `findings`: all findings of the run, as frames by the contract FINDINGS. They are read only if a source lacks a column.
    """

    def __init__(
        self,
        filled: pl.DataFrame,
        absent: Mapping[tuple[str, str], Sequence[str]],
        findings: Iterable[pl.DataFrame],
    ) -> None:
        counted = {check: columns for check, columns in absent.items() if set(columns) <= set(filled.columns)}
        lacking = [
            filled.filter(pl.col("records") >= MIN_RECORDS, pl.sum_horizontal(columns) == 0).select(
                "source", rule=pl.lit(rule), field=pl.lit(field), of="records"
            )
            for (rule, field), columns in counted.items()
        ]
        sources = [frame for frame in lacking if frame.height]
        self._first = _first_findings(pl.concat(sources), findings) if sources else pl.DataFrame()

    def apply(self, findings: pl.DataFrame) -> pl.DataFrame:
        """Return the findings frame. A field that a whole source lacks is reported by one finding instead of one per record."""
        if self._first.is_empty():
            return findings
        alone = pl.col("count").is_null()
        folded = with_count(
            pl.format("{}; the same in all {} records of this source", "message", "of"), pl.col("count")
        )
        return (
            findings.join(self._first, on=_KEY, how="left", maintain_order="left")
            .filter(alone | (pl.col("line") == pl.col("first")))
            .with_columns(message=pl.when(alone).then("message").otherwise(folded))
            .select(FINDINGS.schema.names())
        )


def is_filled(name: str) -> pl.Expr:
    """Boolean: the column of the records frame has content; null if it is null."""
    column = pl.col(name)
    return column.list.len() > 0 if isinstance(RECORDS.schema[name], pl.List) else column.str.contains(r"\S")


def _first_findings(absent: pl.DataFrame, findings: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Return `_KEY`, `of`, the `first` line and the `count` of findings, if there is more than one finding."""
    key = ["source", "rule", "field"]
    # Also by severity: a rule may report some records at another severity, and these findings must stay visible.
    counted = [
        frame.join(absent, on=key, how="semi")
        .group_by(_KEY)
        .agg(first=pl.col("line").min(), count=pl.len().cast(pl.Int64))
        for frame in findings
    ]
    if not counted:
        return pl.DataFrame()
    return (
        pl.concat(counted)
        .group_by(_KEY)
        .agg(pl.col("first").min(), pl.col("count").sum())
        .filter(pl.col("count") > 1)
        .join(absent, on=key, how="left")
    )
