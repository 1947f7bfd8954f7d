"""Defects: parts of a source that are not valid records of its format."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from scholint.flows.reading.json_text import whole_characters

UNREADABLE_RECORD = "REC001"
NOT_A_RECORD = "REC002"
WRONG_TYPE = "REC003"
INVALID_ENCODING = "REC004"
DUPLICATE_KEY = "REC005"
UNKNOWN_FORMAT = "REC006"
"""The codes of the rules that report defects. `flows` names no other rules, because rules declare what they need."""


@dataclass(frozen=True, slots=True)
class Defect:
    """A row of the contract DEFECTS without the source, which is added later by `row`.

    - `rule`: the code of the rule that reports the defect.
    - `line`: the 1-based position of the record.
    - `reason`: a clause for the message.
    - `field`: the key, or `record`.
    - `value`: the current value.
    - `byte`: the 0-based position in the decompressed source, or None if it is not known.
    - `expected`, `found`: JSON types.
    - `converted`: the value in the expected type, or None if the conversion is not certain.
    - `records`: how many records the defect represents. It is 0 for a part of a record, and for an entire source.
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
        """Return a row of the defects frame. `record` is `source:line`, because the id is not known yet."""
        facts = {name: getattr(self, name) for name in _FACTS}
        # Values and reasons quote the source, which may have lone surrogates that no report can encode.
        facts |= {name: whole_characters(text) for name, text in facts.items() if isinstance(text, str)}
        return {**facts, "source": source, "record": f"{source}:{self.line}"}


_FACTS = tuple(each.name for each in fields(Defect))
