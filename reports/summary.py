"""The numbers of a run, summed while its findings are read once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable

_KEY = ("severity", "rule", "name")


class Summary:
    """Counts of findings, added up frame by frame."""

    def __init__(self) -> None:
        self._counts: list[pl.DataFrame] = []
        self._places = 0

    def add(self, reported: pl.DataFrame, found: pl.DataFrame) -> None:
        """Count a frame of findings, as they are reported, and as they were found, one by one.

        Both by the contract FINDINGS; all findings of a record are in one frame.
        """
        each = reported.group_by(_KEY).agg(pl.len().cast(pl.UInt64).alias("findings"))
        self._counts.append(each)
        self._places += found.select("source", "line").n_unique() if found.height else 0

    @property
    def counts(self) -> pl.DataFrame:
        """The number of findings by severity, rule and name, in the order of the rules."""
        empty = pl.DataFrame(schema={**dict.fromkeys(_KEY, pl.String), "findings": pl.UInt64})
        added = pl.concat([empty, *self._counts]).group_by(_KEY).agg(pl.col("findings").sum())
        return added.sort("rule", "severity")

    def records_with_findings(self, violations: Iterable[int], records: int) -> int:
        """Return how many records have a finding, at most `records`.

        `violations`: for each rule how many records violate it. A rule over the whole input finds one thing for many
        records, so that the number is at least that of the rule with most violations.
        """
        # A source that cannot be read has a finding, and no record.
        return min(max([self._places, *violations]), records)
