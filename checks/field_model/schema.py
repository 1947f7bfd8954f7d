"""The parts of the field signal."""

from __future__ import annotations

import polars as pl

SIGNAL = pl.Struct(
    {
        "score": pl.Float32,
        "level": pl.String,
        "paper": pl.String,
        "paper_field": pl.String,
        "paper_from": pl.String,
        "journal": pl.String,
        "journal_field": pl.String,
        "journal_from": pl.String,
    }
)
NONE = pl.DataFrame(schema={"row": pl.UInt32, **SIGNAL.to_schema()})
"""A frame without rows, with the columns `row` and the parts of `SIGNAL`."""
