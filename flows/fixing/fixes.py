"""Data classes for fixes and fixed records, and the reasons why a fix is not applied."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from scholint.checks.contract import VALUE_LIMIT
from scholint.checks.engine.findings import fingerprint

ABSENT = "field missing from the record"
COMPOSED = "field composed of several source values"
NOT_A_LIST = "source value is not a list"
CHANGED = "value has changed"
ALREADY_FIXED = "value already fixed"
UNWRITABLE = "value cannot be written back unchanged"
UNREADABLE = "record cannot be read"
OTHER_RECORD = "record has changed, or has no earlier copy in the same file"
REMOVED = "record removed"

NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
"""A number in JSON syntax."""


class NotApplied(Exception):  # noqa: N818 - not an error: the fix is counted, and its finding is reported
    """A fix cannot be applied to the source. The message is one of the reasons above."""


@dataclass(frozen=True, slots=True)
class RecordFix:
    """The fix of one finding.

    - `rule`, `record`, `fingerprint`: copied from the finding.
    - `column`, `value`: the column and value of the finding.
    - `target`: the column that the fix changes, usually `column`.
    - `new`: the new value. None removes the record. Several texts replace one item of a list; texts that the list
      already contains are not added again.
    - `place`: `source:line`, which is the id of a record that has neither an id nor a DOI.
    """

    rule: str
    record: str
    column: str
    value: str | None
    fingerprint: str
    target: str
    new: tuple[str, ...] | None
    place: str

    @property
    def removes(self) -> bool:
        """True if the fix removes the record."""
        return self.new is None

    def is_value(self, text: str) -> bool:
        """Boolean: true if a text of the source is the value of the finding."""
        value = self.value or ""
        if text == value or _is_same_number(text, value):
            return True
        # The finding has a truncated value if the text is long, but the fingerprint is computed from the full text.
        return len(value) == VALUE_LIMIT and self.fingerprint == fingerprint(
            self.rule, self.record, self.column, text
        )

    def is_part_of(self, text: str) -> bool:
        """Boolean: true if the value of the finding is a part of a text. Some rules report single words of a text."""
        part = (self.value or "").removesuffix("…")
        # Nearly every text contains a given single character.
        return len(part) > 1 and part in text


def fix_key(fix: RecordFix) -> tuple[str, str]:
    """Return the rule and column of a fix. Fixes of one record with the same key are counted as one fix.

    For example, fixes of several entries of one list are counted as one.
    """
    return fix.rule, fix.column


def _is_same_number(text: str, value: str) -> bool:
    # Polars parses most records, and returns 0.0000 as 0 and 1e5 as 100000.
    return bool(NUMBER.fullmatch(text) and NUMBER.fullmatch(value)) and float(text) == float(value)


@dataclass(frozen=True, slots=True)
class TypeFix:
    """A fix for all records of a source. It converts the values of `key` from the type `found` to `expected`."""

    key: str
    expected: str
    found: str


@dataclass(slots=True)
class FixedRecord:
    """A record after fixing.

    - `text`: the JSON text of the record, or None if it is removed.
    - `applied`: how many fixes were applied. Fixes with the same `fix_key` are counted as one.
    - `not_applied`: the reason for each fix that was not applied.
    - `retyped`: keys whose values were converted. One finding represents the values of a key in all records.
    """

    text: str | None
    applied: int = 0
    not_applied: list[str] = field(default_factory=list)
    retyped: set[str] = field(default_factory=set)
