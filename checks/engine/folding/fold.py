"""The interface of all folds, and the words that say how many findings a finding represents."""

from __future__ import annotations

from typing import Protocol

import polars as pl

MIN_RECORDS = 20
"""Minimum number of records with a problem for which it is reported once for the source.

If fewer records have the problem, each may have it for a different reason.
"""


class Fold(Protocol):
    """Replaces findings that have the same cause by the first of them."""

    def apply(self, findings: pl.DataFrame) -> pl.DataFrame:
        """Return a frame by the contract FINDINGS with one finding per cause, in the same order."""
        ...


def with_count(message: pl.Expr, findings: pl.Expr) -> pl.Expr:
    """String: the message, with the number of findings that it represents. `findings`: this number, including itself."""
    return pl.format("{} (reported once for {} findings)", message, findings)
