"""Polars expressions over one column, evaluated for tests of single values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def evaluate(
    function: Callable[[pl.Expr], pl.Expr], values: Sequence[Any], dtype: Any = pl.String
) -> list[Any]:
    """Return what the function's expression gives for each of the values, in one column of this type."""
    frame = pl.DataFrame({"value": pl.Series(values, dtype=dtype)})
    return frame.select(function(pl.col("value"))).to_series().to_list()
