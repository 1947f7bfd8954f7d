"""Findings of rules over the whole input that say the same of two sources."""

from __future__ import annotations

import polars as pl

from scholint.checks.duplicates.groups import FOLDED
from scholint.checks.engine.findings import FIX_KINDS

_CROWD = ("rule", "crowd")


def crowded(findings: pl.DataFrame) -> pl.DataFrame:
    """Return described findings with the first alone of each crowd that says the same of two sources.

    `alike`: UInt32, for how many a finding stands. Findings can be added to what comes out, and crowded again.
    """
    size = pl.when(pl.col("crowd").is_not_null()).then(pl.col("alike").sum().over(_CROWD)).otherwise(1)
    many = pl.col("size") > FOLDED
    return (
        findings.sort("source", "line", maintain_order=True)
        .with_columns(size=size, rank=pl.int_range(pl.len()).over(_CROWD))
        .filter(~many | (pl.col("rank") == 0))
        .with_columns(alike=pl.when(many).then("size").otherwise("alike").cast(pl.UInt32))
        .drop("size", "rank")
    )


def folded(findings: pl.DataFrame) -> pl.DataFrame:
    """Return crowded findings whose messages say for how many they stand."""
    more = pl.format("{}; {} more findings like this one", "message", pl.col("alike") - 1)
    return (
        crowded(findings)
        .with_columns(message=pl.when(pl.col("alike") > 1).then(more).otherwise("message"))
        .drop("crowd", "alike")
    )


def folded_fixes(findings: pl.DataFrame) -> pl.DataFrame:
    """Return what `Checked.folded` is of crowded findings."""
    return findings.filter(pl.col("alike") > 1, pl.col("fix").is_not_null()).select(
        "source", "rule", *FIX_KINDS, more=(pl.col("alike") - 1).cast(pl.UInt64)
    )
