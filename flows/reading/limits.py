"""Limits on reading, as plain data: importing them loads nothing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits on reading, in bytes unless the name says otherwise; the table `[limits]` of the configuration.

    `record_bytes`: one record at most. `expansion`: how many times its compressed size a stream may become, once
    it is beyond 64 MiB. `document_bytes`: a JSON document or a table, which are held whole. `batch_records`,
    `batch_bytes`: how much is checked at once.
    """

    record_bytes: int = 16 << 20
    expansion: int = 250
    document_bytes: int = 1 << 30
    batch_records: int = 50_000
    batch_bytes: int = 64 << 20
