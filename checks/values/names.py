"""Personal names: the family name in each form that sources use."""

from __future__ import annotations

import polars as pl


def family(name: pl.Expr) -> pl.Expr:
    """String: the family name in `Lumen, Ada`, `Lumen AB`, `Lumen A.` and `Ada Lumen`."""
    return pl.coalesce(
        name.str.extract(r"^\s*([^,]+),", 1),
        name.str.extract(r"^\s*(.+?)(?:\s+(?:\p{Lu}{1,3}|\p{Lu}\.(?:-?\p{Lu}\.)*))+\s*$", 1),
        name.str.extract(r"(\S+)\s*$", 1),
    )
