"""Fields that no record of a source fills: one fact about the source, told once and not at every record.

A query that asks for some fields alone, or an export that leaves one out, makes records whose absent field says nothing
of each of them. Whether that is so is known when the source has been read to its end: `filled` keeps one row a source,
and `Absence` folds the findings that were made meanwhile. Metrics stay, since the records do lack the field.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scholint.checks.contract import FINDINGS, RECORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LEAST = 20
"""Records that a source must have: a few without a field may each lack it by themselves."""

_KEY = ("source", "rule", "field", "severity")


def filled(records: pl.DataFrame, columns: Iterable[str]) -> pl.DataFrame:
    """Return a row a source: `source`, `records`, and for each column how many of these fill it (UInt64)."""
    return (
        records.lazy()
        .group_by("source")
        .agg(
            pl.len().cast(pl.UInt64).alias("records"),
            *(fills(name).sum().cast(pl.UInt64).alias(name) for name in columns),
        )
        .collect(engine="in-memory")
    )


def summed(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Return one frame of those that `filled` gave, a row a source; nothing is known of no frames."""
    if not frames:
        return pl.DataFrame(schema={"source": pl.String, "records": pl.UInt64})
    each = pl.concat(frames, how="diagonal").group_by("source")
    return each.agg(pl.exclude("source").sum()).sort("source")


class Absence:
    """The findings that stand for many others of their source.

    `known`: as `summed` gives it. `once_without`: code and field of a check to the columns that must all be absent.
    `findings`: frames by the contract FINDINGS, all of the run; read only where a source lacks a column.
    """

    def __init__(
        self,
        known: pl.DataFrame,
        once_without: Mapping[tuple[str, str], Sequence[str]],
        findings: Iterable[pl.DataFrame],
    ) -> None:
        asked = {made: names for made, names in once_without.items() if set(names) <= set(known.columns)}
        absent = [
            known.filter(pl.col("records") >= LEAST, pl.sum_horizontal(names) == 0).select(
                "source", rule=pl.lit(rule), field=pl.lit(field), of="records"
            )
            for (rule, field), names in asked.items()
        ]
        where = [frame for frame in absent if frame.height]
        self._heads = _heads(pl.concat(where), findings) if where else pl.DataFrame()

    def told(self, findings: pl.DataFrame) -> pl.DataFrame:
        """Return the findings frame with one in place of those that say the same of every record of a source."""
        if self._heads.is_empty():
            return findings
        more = pl.format(
            "{}, as in all {} records of the source; {} more findings like this one", "message", "of", "more"
        )
        return (
            findings.join(self._heads, on=_KEY, how="left", maintain_order="left")
            .filter(pl.col("more").is_null() | (pl.col("line") == pl.col("first")))
            .with_columns(message=pl.when(pl.col("more").is_null()).then("message").otherwise(more))
            .select(FINDINGS.schema.names())
        )


def fills(name: str) -> pl.Expr:
    """Boolean: the column of the records frame holds something; null where it is null."""
    column = pl.col(name)
    return column.list.len() > 0 if isinstance(RECORDS.schema[name], pl.List) else column.str.contains(r"\S")


def _heads(absent: pl.DataFrame, findings: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Return `_KEY`, `of`, the `first` line and the number of `more` findings, where there are more than one."""
    key = ["source", "rule", "field"]
    counted = [
        frame.join(absent, on=key, how="semi")
        .group_by(_KEY)
        .agg(first=pl.col("line").min(), more=pl.len().cast(pl.Int64))
        for frame in findings
    ]
    if not counted:
        return pl.DataFrame()
    return (
        pl.concat(counted)
        .group_by(_KEY)
        .agg(pl.col("first").min(), pl.col("more").sum() - 1)
        .filter(pl.col("more") > 0)
        .join(absent, on=key, how="left")
    )
