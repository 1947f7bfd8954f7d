"""Whole-input rules: findings with the same problem between the same two sources are folded into the first of them.

Two exports of one database have most of their records in common, and a finding for each would hide all others. These findings
are folded while the rules run, frame by frame, so that they are never all in memory. The frames are those of
`engine.findings.assembled`, with two more columns: `cause` (String, null for a finding that is never folded) and `represents`
(UInt32, the number of findings that the row represents).
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
    """Return the findings, keeping only the first finding of each cause that has many. It represents the others.

    More findings can be appended to the result, which can then be folded again.
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
    """Return the folded findings. Their messages say how many findings each of them represents."""
    folded = keep_first(findings)
    message = with_count(pl.col("message"), pl.col("represents"))
    return folded.with_columns(
        message=pl.when(pl.col("represents") > 1).then(message).otherwise("message")
    ).drop("cause", "represents")


def folded_fixes(findings: pl.DataFrame) -> pl.DataFrame:
    """Return the fixes of the findings that were folded away, counted by kind: a frame with the columns FIX_COUNTS.

    `source`, `rule`, `field`: of the fix. `several`: the fix replaces one value by several. `safe`: the fix is safe. `more`:
    the number of other findings with such a fix that the finding represents.
    """
    return findings.filter(pl.col("represents") > 1, pl.col("fix").is_not_null()).select(
        "source", "rule", *FIX_KINDS, more=(pl.col("represents") - 1).cast(pl.UInt64)
    )
