"""Applying fixes to JSON documents. Records are replaced or removed; the text between them does not change."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from scholint.flows.fixing.fixes import UNREADABLE, fix_key
from scholint.flows.fixing.lines import FixedLines, lines_of
from scholint.flows.fixing.record import apply_fixes
from scholint.flows.reading import json_text
from scholint.flows.reading.document import records_start
from scholint.flows.reading.encoding import BOM
from scholint.flows.reading.json_text import SpanError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scholint.flows.fixing.fixes import RecordFix, TypeFix
    from scholint.flows.formats.declaration import Format


class FixedDocument(NamedTuple):
    """A document after fixing.

    `text`: the fixed document. `applied`: how many fixes were applied. `not_applied`: how many were not, by reason.
    """

    text: str
    applied: int
    not_applied: Counter[str]


def fix_document(
    data: bytes,
    by_number: Mapping[int, Sequence[RecordFix]],
    type_fixes: Sequence[TypeFix],
    form: Format,
    paths: Iterable[str],
) -> FixedLines:
    """Return the lines of a JSON document with the fixes applied.

    `data`: the bytes of the document. The other parameters are those of `fixed_document`.

    Raises:
        UnicodeDecodeError: The document is not UTF-8.

    """
    # A byte-order mark is not part of the document.
    mark = BOM if data.startswith(BOM) else b""
    text = data[len(mark) :].decode("utf-8")
    fixed = fixed_document(text, paths, by_number, type_fixes, form)
    return FixedLines(lines_of(mark + fixed.text.encode("utf-8")), fixed.applied, fixed.not_applied)


def fixed_document(
    text: str,
    paths: Iterable[str],
    by_number: Mapping[int, Sequence[RecordFix]],
    type_fixes: Sequence[TypeFix],
    form: Format,
) -> FixedDocument:
    """Return a JSON document with the fixes applied. After a syntax error, records are not fixed.

    `paths`: the paths at which a document may have its records, in the order in which the reader tries them.
    `by_number`: the fixes of each record, by its 1-based position.
    """
    start = records_start(text, paths)
    spans = _record_spans(text, start)
    edits: list[tuple[int, int, str]] = []
    removed: set[int] = set()
    seen: set[str] = set()
    applied = 0
    # The reader may have found records after the error, but their position in the text is not certain.
    beyond = [fixes for number, fixes in by_number.items() if number > len(spans)]
    not_applied = Counter(UNREADABLE for fixes in beyond for _ in {fix_key(fix) for fix in fixes})
    retyped: set[str] = set()
    for number, span in enumerate(spans, 1):
        raw = text[slice(*span)]
        fixed = apply_fixes(raw, by_number.get(number, ()), type_fixes, form, is_copy=raw in seen)
        seen.add(raw)
        if fixed.text is None:
            removed.add(number - 1)
        elif fixed.text != raw:
            edits.append((*span, fixed.text))
        applied += fixed.applied
        not_applied.update(fixed.not_applied)
        retyped |= fixed.retyped
    edits += [(*span, "") for span in json_text.removals(spans, removed)]
    return FixedDocument(_edited(text, sorted(edits)), applied + len(retyped), not_applied)


def _record_spans(text: str, start: int) -> list[tuple[int, int]]:
    """Return the start and end of each record before the first syntax error."""
    spans: list[tuple[int, int]] = []
    with suppress(SpanError):
        if text[start : start + 1] == "[":
            spans.extend(json_text.elements(text, start))
        else:
            spans.append((start, json_text.value_end(text, start)))
    return spans


def _edited(text: str, edits: Iterable[tuple[int, int, str]]) -> str:
    """Return the text with spans replaced.

    `edits`: start, end, and new text of each span. The spans are sorted and do not overlap.
    """
    parts = []
    at = 0
    for start, stop, new in edits:
        parts += [text[at:start], new]
        at = stop
    return "".join([*parts, text[at:]])
