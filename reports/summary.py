"""Counts of the findings of a run, summed frame by frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable

_KEY = ("severity", "rule", "name")


class Summary:
    """Sums counts of findings, frame by frame."""

    def __init__(self) -> None:
        self._counts: list[pl.DataFrame] = []
        self._places = 0

    def add(self, reported: pl.DataFrame, found: pl.DataFrame) -> None:
        """Count the findings of one frame.

        `found`: the findings before folding. `reported`: the findings after folding, in which one may represent many.
        Both are frames by the contract FINDINGS. All findings of a record are in the same frame.
        """
        each = reported.group_by(_KEY).agg(pl.len().cast(pl.UInt64).alias("findings"))
        self._counts.append(each)
        self._places += found.select("source", "line").n_unique() if found.height else 0

    @property
    def counts(self) -> pl.DataFrame:
        """The findings per severity, rule, and name (String), counted in `findings` (UInt64), sorted by rule."""
        empty = pl.DataFrame(schema={**dict.fromkeys(_KEY, pl.String), "findings": pl.UInt64})
        added = pl.concat([empty, *self._counts]).group_by(_KEY).agg(pl.col("findings").sum())
        return added.sort("rule", "severity")

    def records_with_findings(self, violations: Iterable[int], records: int) -> int:
        """Return how many records have a finding. The number is at most `records`.

        `violations`: how many records violate each rule. One finding of a rule that compares records may represent many
        records, so the number is at least the largest of `violations`.
        """
        # A source that cannot be read has a finding but no record.
        return min(max([self._places, *violations]), records)
