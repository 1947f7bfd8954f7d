"""Page ranges as sources write them."""

from __future__ import annotations

import polars as pl

NUMBER_RANGE = r"^\s*(?:pp?\.?\s*)?(\d{1,7})\s*[-‐‑–—−]+\s*(\d{1,7})\s*$"
"""Two numbers of at most seven digits with a dash between them, perhaps after `p.` or `pp.`. Each number is a group."""

_RANGE = r"^\s*(\d+)\s*[-–]\s*(\d+)\s*$"


def is_one_page() -> pl.Expr:
    """Boolean, never null: `pages` is a range whose first and last page are equal, such as `12-12`."""
    first, last = pl.col("pages").str.extract(_RANGE, 1), pl.col("pages").str.extract(_RANGE, 2)
    return (first == last).fill_null(value=False)
