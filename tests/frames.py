"""Records frames made by hand, for tests that begin behind the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from scholint.checks.contract import RECORDS, provided

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def records(*given: Mapping[str, Any]) -> pl.DataFrame:
    """Return a records frame with these values; every other column is null, and provided where given."""
    rows = [
        {
            **dict.fromkeys(RECORDS.columns),
            "source": "records.jsonl",
            "line": i,
            "id": f"records.jsonl:{i}",
            "format": "plain",
            "provides": provided(*record),
            **record,
        }
        for i, record in enumerate(given, 1)
    ]
    return RECORDS.validate(pl.DataFrame(rows, schema=RECORDS.schema, orient="row"))


def from_examples(rules: Sequence[Any]) -> pl.DataFrame:
    """Return a records frame of every rule's good and bad examples."""
    return records(*(r for rule in rules for r in (*rule.bad, *rule.good) if set(r) <= set(RECORDS.columns)))
