"""Findings of whole-input rules that say the same about the same two sources: the first represents them all.

Two exports of one database share most of their records, and a finding for each would hide all others. These findings are
folded while the rules run, frame by frame, so that they never have to be in memory together. They are frames that
`engine.findings.assembled` returns, with two more columns: `cause` (String, null for a finding that is never folded) and
`represents` (UInt32, how many findings it is).
"""

from __future__ import annotations

import polars as pl

from scholint.checks.duplicates.groups import REPORTED_SINGLY
from scholint.checks.engine.findings import FIX_KINDS
from scholint.checks.engine.folding.fold import with_count

_CAUSE = ("rule", "cause")
FIX_COUNTS = {
    "source": pl.String(),
    "rule": pl.String(),
    "field": pl.String(),
    "several": pl.Boolean(),
    "safe": pl.Boolean(),
    "more": pl.UInt64(),
}
"""The columns of the frame that `folded_fixes` returns."""


def keep_first(findings: pl.DataFrame) -> pl.DataFrame:
    """Return the findings with only the first one of each cause that many share; it represents the others.

    More findings can be added to the result, and the whole be folded again.
    """
    size = pl.when(pl.col("cause").is_not_null()).then(pl.col("represents").sum().over(_CAUSE)).otherwise(1)
    large = pl.col("size") > REPORTED_SINGLY
    return (
        findings.sort("source", "line", maintain_order=True)
        .with_columns(size=size, rank=pl.int_range(pl.len()).over(_CAUSE))
        .filter(~large | (pl.col("rank") == 0))
        .with_columns(represents=pl.when(large).then("size").otherwise("represents").cast(pl.UInt32))
        .drop("size", "rank")
    )


def apply(findings: pl.DataFrame) -> pl.DataFrame:
    """Return the findings, folded, with messages that say how many findings each represents."""
    folded = keep_first(findings)
    message = with_count(pl.col("message"), pl.col("represents"))
    return folded.with_columns(
        message=pl.when(pl.col("represents") > 1).then(message).otherwise("message")
    ).drop("cause", "represents")


def folded_fixes(findings: pl.DataFrame) -> pl.DataFrame:
    """Return the fixes that are not among the folded findings, by kind: a frame with the columns FIX_COUNTS.

    `source`, `rule`, `field` (the fix's), `several` (whether the fix makes several values of one), `safe`, and `more`,
    how many other findings with such a fix each of these represents.
    """
    return findings.filter(pl.col("represents") > 1, pl.col("fix").is_not_null()).select(
        "source", "rule", *FIX_KINDS, more=(pl.col("represents") - 1).cast(pl.UInt64)
    )
