"""What all folds share: one interface, and one way to say how many findings a finding represents."""

from __future__ import annotations

from typing import Protocol

import polars as pl

MIN_RECORDS = 20
"""Minimum number of records with the same problem for the problem to be reported once for the source.

If there are fewer, each record may have the problem for a different reason.
"""


class Fold(Protocol):
    """Replaces findings with the same cause by the first of them."""

    def apply(self, findings: pl.DataFrame) -> pl.DataFrame:
        """Return a frame by the contract FINDINGS with one finding for each cause, in the same order."""
        ...


def with_count(message: pl.Expr, findings: pl.Expr) -> pl.Expr:
    """String: the message, and how many findings (integer, itself included) the finding represents."""
    return pl.format("{} (reported once for {} findings)", message, findings)
