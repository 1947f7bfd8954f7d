"""Defects: what the reader met that is not a record as its format says."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

UNREADABLE_RECORD = "REC001"
NOT_A_RECORD = "REC002"
WRONG_TYPE = "REC003"
INVALID_ENCODING = "REC004"
DUPLICATE_KEY = "REC005"
UNKNOWN_FORMAT = "REC006"
"""The rules that report what the reader met. No other rule is named in `flows`: a rule declares what is special of it."""


@dataclass(frozen=True, slots=True)
class Defect:
    """A row of the contract DEFECTS but for its source, which is not known where a source is cut into blocks.

    `rule`: the code that reports it. `line`: the 1-based position of the record. `reason`: a clause. `value`: what is
    there. `byte`: 0-based position in the decompressed source, where it is known. `expected`, `found`: JSON types.
    `converted`: the value in the expected type, where that is certain. `records`: how many records it represents;
    0 for a part of a record, or for a source as a whole.
    """

    rule: str
    line: int
    reason: str
    field: str = "record"
    value: str | None = None
    byte: int | None = None
    expected: str | None = None
    found: str | None = None
    converted: str | None = None
    records: int = 1

    def row(self, source: str) -> dict[str, Any]:
        """Return the row of the defects frame; `record` is the position, as long as its id is not known."""
        facts = {name: getattr(self, name) for name in _FACTS}
        return {**facts, "source": source, "record": f"{source}:{self.line}"}


_FACTS = tuple(each.name for each in fields(Defect))
