"""Page ranges as they are written."""

from __future__ import annotations

import polars as pl

NUMBER_RANGE = r"^\s*(?:pp?\.?\s*)?(\d{1,7})\s*[-‐‑–—−]+\s*(\d{1,7})\s*$"
"""Two numbers of at most seven digits with any dash between, and perhaps `p.` or `pp.` before them; groups: the numbers."""

_RANGE = r"^\s*(\d+)\s*[-–]\s*(\d+)\s*$"


def is_one_page() -> pl.Expr:
    """Boolean, never null: `pages` is a range that ends on its first page, such as `12-12`."""
    first, last = pl.col("pages").str.extract(_RANGE, 1), pl.col("pages").str.extract(_RANGE, 2)
    return (first == last).fill_null(value=False)
