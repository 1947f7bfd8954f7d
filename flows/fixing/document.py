"""Fixes, written: the corrected file in its own format, nothing else in it touched, and an undo patch beside it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from scholint.flows.fixing.lines import FixedLines, lines_of
from scholint.flows.fixing.record import Proposal, Retyping, corrected, told
from scholint.flows.reading import json_text
from scholint.flows.reading.encoding import BOM
from scholint.flows.reading.json_text import SpanError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scholint.flows.formats.declaration import Format


def fix_document(
    data: bytes,
    by_line: Mapping[int, Sequence[Proposal]],
    retypings: Sequence[Retyping],
    form: Format,
    ways: Iterable[str],
) -> FixedLines:
    """Return the lines of a JSON document with the fixes written, and how many were written and not applied."""
    # A byte-order mark is no part of the document.
    head = BOM if data.startswith(BOM) else b""
    text, written, left = fixed_document(data[len(head) :].decode("utf-8"), ways, by_line, retypings, form)
    return lines_of(head + text.encode("utf-8")), written, left


def fixed_document(
    text: str,
    ways: Iterable[str],
    by_number: Mapping[int, Sequence[Proposal]],
    retypings: Sequence[Retyping],
    form: Format,
) -> tuple[str, int, int]:
    """Return the corrected text, how many fixes are written, and how many are left.

    `ways`: the paths at which records may stand in a document, in the reader's order. `by_number`: fixes by the
    record's 1-based position. Of a text that is not JSON throughout, the records before the fault are corrected.
    """
    start = _beginning(text, ways)
    several = text[start : start + 1] == "["
    spans: list[tuple[int, int]] = []
    # What comes after a fault the reader may know, but where it stands is not certain.
    with suppress(SpanError):
        spans.extend(json_text.elements(text, start) if several else [(start, json_text.end(text, start))])
    edits = []
    gone: set[int] = set()
    seen: set[str] = set()
    written = 0
    beyond = (fixes for number, fixes in by_number.items() if number > len(spans))
    left = sum(len({told(fix) for fix in fixes}) for fixes in beyond)
    retyped: set[str] = set()
    for number, span in enumerate(spans, 1):
        raw = text[slice(*span)]
        outcome = corrected(raw, by_number.get(number, ()), retypings, form, copied=raw in seen)
        seen.add(raw)
        if outcome.text is None:
            gone.add(number - 1)
        elif outcome.text != raw:
            edits.append((*span, outcome.text))
        written, left = written + outcome.written, left + len(outcome.left)
        retyped |= outcome.retyped
    edits += [(*span, "") for span in json_text.removals(spans, gone)]
    return _edited(text, sorted(edits)), written + len(retyped), left


def _beginning(text: str, ways: Iterable[str]) -> int:
    """Return where the records' list begins, or the one record."""
    first = json_text.skip(text)
    for way in ways:
        with suppress(SpanError):
            found = json_text.begin(text, way.split("."), first)
            if found is not None and text[found : found + 1] in ("[", "{"):
                return found
    return first


def _edited(text: str, edits: Iterable[tuple[int, int, str]]) -> str:
    """Return the text with spans replaced, which are in order and nowhere overlap."""
    parts = []
    at = 0
    for start, stop, new in edits:
        parts += [text[at:start], new]
        at = stop
    return "".join([*parts, text[at:]])
