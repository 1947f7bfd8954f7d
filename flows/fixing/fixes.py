"""What a fix is: a change of one value, of the type of a key, and the reasons for which a fix is not applied."""

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
"""A number as JSON writes it."""


class NotApplied(Exception):  # noqa: N818 - not an error: the fix is counted, and its finding stays
    """A fix that the source cannot take; the message is one of the reasons above."""


@dataclass(frozen=True, slots=True)
class RecordFix:
    """The fix of one finding: `new` replaces `value`, which the finding has in `column`, in the column `target`.

    `new`: None removes the record; several texts replace one item of a list, without those that the list has already.
    `record`, `fingerprint`: as in the finding. `place`: `source:line`, the id of a record that has neither id nor DOI.
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
        """Whether the fix removes the whole record."""
        return self.new is None

    def is_value(self, text: str) -> bool:
        """Return whether a text of the source is the value of the finding."""
        value = self.value or ""
        if text == value or _is_same_number(text, value):
            return True
        # A long value is truncated in the finding; its fingerprint is that of the whole text.
        return len(value) == VALUE_LIMIT and self.fingerprint == fingerprint(
            self.rule, self.record, self.column, text
        )

    def is_part_of(self, text: str) -> bool:
        """Return whether the value of the finding is a part of a text, as rules about words show it."""
        part = (self.value or "").removesuffix("…")
        # A single character would be found in nearly every text.
        return len(part) > 1 and part in text


def fix_key(fix: RecordFix) -> tuple[str, str]:
    """Return what the fixes of one record share that count as one: fixes of several entries of a list."""
    return fix.rule, fix.column


def _is_same_number(text: str, value: str) -> bool:
    # Polars, which reads most records, writes 0.0000 as 0 and 1e5 as 100000.
    return bool(NUMBER.fullmatch(text) and NUMBER.fullmatch(value)) and float(text) == float(value)


@dataclass(frozen=True, slots=True)
class TypeFix:
    """A fix for every record of a source: values of type `found` under a key are written as type `expected`."""

    key: str
    expected: str
    found: str


@dataclass(slots=True)
class FixedRecord:
    """A record after its fixes. `text`: its JSON, None where the record is removed.

    `applied`: how many fixes were applied, counted by `fix_key`. `not_applied`: for each other one the reason.
    `retyped`: keys whose values were converted; one finding represents those of all records.
    """

    text: str | None
    applied: int = 0
    not_applied: list[str] = field(default_factory=list)
    retyped: set[str] = field(default_factory=set)
