"""Limits on reading, as plain data: this import loads no other package."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits on reading, in bytes unless the name says otherwise; the table `[limits]` of the configuration.

    `record_bytes`: the largest record. `expansion`: how many times larger than its compressed size a stream may be, once it is
    beyond 64 MiB. `document_bytes`: the largest JSON document, table or Parquet file, which are kept in memory as a
    whole. `batch_records`, `batch_bytes`: how much is checked at once.
    """

    record_bytes: int = 16 << 20
    expansion: int = 250
    document_bytes: int = 1 << 30
    batch_records: int = 50_000
    batch_bytes: int = 64 << 20
