"""Limits on reading. This module imports no other package, so that reading settings is fast."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits on reading. They are the table `[limits]` of the configuration.

    - `record_bytes`: the maximum size of a record.
    - `expansion`: how many times larger than its compressed size a stream may be. It applies beyond 64 MiB.
    - `document_bytes`: the maximum size of a JSON document, table, or Parquet file. These are kept in memory.
    - `batch_records`, `batch_bytes`: the maximum size of a batch, which is checked at once.
    """

    record_bytes: int = 16 << 20
    expansion: int = 250
    document_bytes: int = 1 << 30
    batch_records: int = 50_000
    batch_bytes: int = 64 << 20
