"""Applying fixes to the JSON text of one record. Only the fixed values change."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scholint.checks import catalogue
from scholint.flows.fixing.fixes import (
    ABSENT,
    ALREADY_FIXED,
    CHANGED,
    COMPOSED,
    OTHER_RECORD,
    REMOVED,
    UNREADABLE,
    UNWRITABLE,
    FixedRecord,
    NotApplied,
    fix_key,
)
from scholint.flows.fixing.json_edits import LONE_SURROGATE, json_kind, replace_value
from scholint.flows.fixing.record_values import list_values, shown_text, single_value
from scholint.flows.formats.declaration import LISTS
from scholint.flows.reading import json_text
from scholint.flows.reading.json_text import SpanError
from scholint.flows.reading.type_faults import converted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scholint.flows.fixing.fixes import RecordFix, TypeFix
    from scholint.flows.fixing.record_values import ValueSpan
    from scholint.flows.formats.declaration import Format


def apply_fixes(
    text: str,
    fixes: Sequence[RecordFix],
    type_fixes: Sequence[TypeFix],
    form: Format,
    *,
    is_copy: bool = False,
) -> FixedRecord:
    """Apply fixes to a record, in the order of their rules, and return the fixed record.

    A fix is not applied if the record no longer has the value of the finding. No fix is applied if the fixed text
    cannot be parsed, or if other keys than the fixed ones would change.

    `text`: the record as JSON, possibly with whitespace around it. `is_copy`: the file contains the same text earlier.
    Only such a record can be removed, because rules compare only some fields, and the record to keep may be in
    another file.
    """
    for fix in fixes:
        if fix.removes and is_copy and _is_record_of(text, fix, form):
            return FixedRecord(None, 1, [REMOVED] * (len({fix_key(each) for each in fixes}) - 1))
    record = _Record(text, form, text)
    applied: set[tuple[str, str]] = set()
    reasons: dict[tuple[str, str], str] = {}
    for fix in sorted(fixes, key=_order):
        try:
            record.apply(fix)
        except NotApplied as reason:
            reasons[fix_key(fix)] = str(reason)
        except SpanError:
            reasons[fix_key(fix)] = UNREADABLE
        else:
            applied.add(fix_key(fix))
    not_applied = [reason for key, reason in reasons.items() if key not in applied]
    retyped = {fix.key for fix in type_fixes if record.convert(fix)}
    if record.changed_keys and not _changes_only(text, record.text, record.changed_keys):
        return FixedRecord(text, 0, [*not_applied, *[UNREADABLE] * len(applied)])
    return FixedRecord(record.text, len(applied), not_applied, retyped)


def _order(fix: RecordFix) -> tuple[str, int, str]:
    """Return the sort key of a fix. Fixes are applied by rule; fixes that split an entry come after the others.

    A split does not add items that the list already contains, and the other fixes may write such items.
    """
    return fix.rule, len(fix.new or ()), fix.value or ""


@dataclass(slots=True)
class _Record:
    """A record to which fixes are applied one after the other.

    `original`: the text before fixing. `text`: the current text. `new_values`: the values that fixes have written so
    far. `changed_keys`: the top-level keys whose values have changed.
    """

    original: str
    form: Format
    text: str
    new_values: set[str] = field(default_factory=set)
    changed_keys: set[str] = field(default_factory=set)

    def apply(self, fix: RecordFix) -> None:
        """Apply one fix to the text.

        Raises:
            NotApplied: The record no longer has the value of the finding, or the new value cannot be written.
            SpanError: The record is not valid JSON.

        """
        if fix.new is None:
            raise NotApplied(OTHER_RECORD)
        clears = fix.new == ("",) and fix.rule in catalogue.with_trait("empties")
        # A fix of another column than the finding's is correct only if the record still has the value of the finding.
        if fix.target != fix.column and not self._values_of(fix, fix.column):
            raise NotApplied(CHANGED)
        values = self._values_of(fix, fix.target)
        text = self.text
        # Replace from the end, so that the positions of earlier values do not change.
        for i, value in reversed(list(enumerate(values))):
            # If the list contains the item twice, the first copy is split and the second is removed.
            is_repeated = i > 0 and len(fix.new) > 1 and value.shares_list_with(values[0])
            text = replace_value(text, value, fix, None if clears or is_repeated else fix.new, self.form)
            self.changed_keys.add(value.path.root)
        if text == self.text:
            raise NotApplied(ALREADY_FIXED)
        self.new_values.update(fix.new)
        self.text = text

    def _values_of(self, fix: RecordFix, column: str) -> list[ValueSpan]:
        """Return the values of `column` that the fix replaces: one value, or all equal items of a list.

        Raises:
            NotApplied: The record has no such value, or the value cannot be replaced.

        """
        mapped = self.form.columns.get(column)
        if mapped is None:
            raise NotApplied(ABSENT)
        find = list_values if column in LISTS else single_value
        found, composed = find(self.text, mapped)
        if column != fix.column:
            return found[:1]
        matching = [value for value in found if _is_value_of(value, fix)]
        if not matching and column not in LISTS:
            matching = self._values_around(fix, found)
        if matching:
            return matching
        if composed:
            raise NotApplied(COMPOSED)
        # The finding has U+FFFD in place of a lone surrogate, so its value differs from the value in the source.
        if any(LONE_SURROGATE.search(value.text or "") for value in found):
            raise NotApplied(UNWRITABLE)
        raise NotApplied(CHANGED if found else ABSENT)

    def _values_around(self, fix: RecordFix, found: Sequence[ValueSpan]) -> list[ValueSpan]:
        """Return the values that contain the value of the finding, except values that other fixes have written."""
        around = [
            value for value in found if value.text not in self.new_values and fix.is_part_of(value.text or "")
        ]
        # A partial match alone proves little, so it must also be the record of the finding.
        return around if _is_record_of(self.original, fix, self.form) else []

    def convert(self, fix: TypeFix) -> bool:
        """Convert the value of a key to the type that the format declares. Return whether the value was converted."""
        # The format detected now may differ from the format in the run that reported the finding.
        if self.form.types.get(fix.key) != fix.expected or f'"{fix.key}"' not in self.text:
            return False
        try:
            span = json_text.value_span(self.text, [fix.key])
        except SpanError:
            return False
        if span is None:
            return False
        raw = self.text[slice(*span)]
        # Only strings are converted. The meaning of other types is not certain.
        if not json_kind(raw) == fix.found == "string":
            return False
        new = converted(shown_text(raw) or "", fix.expected)
        if new is None:
            return False
        self.text = self.text[: span[0]] + new + self.text[span[1] :]
        self.changed_keys.add(fix.key)
        return True


def _is_value_of(value: ValueSpan, fix: RecordFix) -> bool:
    """Boolean: true if the value, or one part of a separated text, is the value of the finding."""
    if not fix.value:
        return not value.text
    return any(fix.is_value(part) for part in value.parts)


def _is_record_of(text: str, fix: RecordFix, form: Format) -> bool:
    """Boolean: true if this is the record of the finding.

    Records are compared by id. A record without an id is compared by DOI, and one without a DOI by position.
    """
    try:
        own_id, doi = (_first_text(text, form, column) for column in ("id", "doi"))
    except SpanError:
        return False
    if own_id:
        return own_id == fix.record
    if doi:
        # The finding has the bare DOI, with the slash decoded.
        return fix.record in doi.replace("%2F", "/").replace("%2f", "/")
    return fix.record == fix.place


def _first_text(text: str, form: Format, column: str) -> str:
    values = single_value(text, form.columns[column])[0] if column in form.columns else []
    return (values[0].text if values else None) or ""


def _changes_only(before: str, after: str, keys: set[str]) -> bool:
    """Boolean: true if the fixed text can be parsed, and only the values of these top-level keys have changed."""
    try:
        old, new = (_members(text) for text in (before, after))
    except (ValueError, RecursionError):
        return False
    return len(old) == len(new) and all(
        key == other and (key in keys or value == changed)
        for (key, value), (other, changed) in zip(old, new, strict=True)
    )


def _members(text: str) -> list[tuple[str, Any]]:
    """Return all keys and values of a record, including those of repeated keys."""
    # NaN is parsed as text, because NaN is not equal to itself.
    members = json.loads(
        text, object_pairs_hook=list, parse_int=str, parse_float=str, parse_constant=str, strict=False
    )
    if not isinstance(members, list):
        raise ValueError("not an object")  # noqa: TRY004 - like any other text that cannot be read again
    return members
