"""What fixes change in one record: its JSON text in, the corrected text out, all else as it stood."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scholint.checks import catalogue
from scholint.checks.contract import VALUE_LIMIT
from scholint.checks.engine.findings import fingerprint
from scholint.flows.formats.declaration import LISTS
from scholint.flows.reading import json_text
from scholint.flows.reading.json_text import SpanError
from scholint.flows.reading.type_faults import converted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scholint.flows.formats.columns import Path
    from scholint.flows.formats.declaration import Format, Mapped

ABSENT = "the record has no such field"
COMPOSED = "the field is made of several values of the record"
LONE = "the source has no list there"
OTHER = "another value stands there now"
SAME = "the value stands there already"
UNWRITABLE = "the value cannot be written back as it is"
UNREADABLE = "the record cannot be read"
UNSURE = "another record stands there now, or no copy of this one before it in its file"
SUPERSEDED = "the record is taken out"

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A finding with a fix: `value` stood in `column`, `new` shall stand in `target`; None takes the record out.

    Several in `new` take the place of one item of a list, those left out that the list has already.
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
        """Whether the fix takes the whole record out."""
        return self.new is None


@dataclass(frozen=True, slots=True)
class Retyping:
    """A fix for every record of a source: the key's values of type `found` are written as `expected`."""

    key: str
    expected: str
    found: str


@dataclass(slots=True)
class Outcome:
    """What came of the fixes of one record. `text`: None where the record is taken out.

    A rule's fixes of one field, for several entries of a list, count as one. `written`: the number of those of which
    any was. `left`: why the others were not. `retyped`: keys whose values got another type; one finding stands for these
    of all records.
    """

    text: str | None
    written: int = 0
    left: list[str] = field(default_factory=list)
    retyped: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A value: its span and what the reader shows of it. `item`: its list's start and index, if it is one's item."""

    start: int
    end: int
    text: str | None
    path: Path
    item: tuple[int, int] | None = None


class _Left(Exception):  # noqa: N818 - not an error: a fix that stays a proposal
    """Why a fix is not written."""


def corrected(
    text: str,
    proposals: Sequence[Proposal],
    retypings: Sequence[Retyping],
    form: Format,
    *,
    copied: bool = False,
) -> Outcome:
    """Apply fixes to a record, by rule; what does not start from the value that stands is left.

    `text`: the record as JSON, white space around it allowed. A text that would not read back with only the
    touched fields changed stays as it was. `copied`: the same text stands before it in its file, without which it is
    not taken out: rules compare only what they read of a record, and the other one may be in another file.
    """
    for proposal in proposals:
        if proposal.removes and copied and _is_named(text, proposal, form):
            return Outcome(None, 1, [SUPERSEDED] * (len({told(p) for p in proposals}) - 1))
    outcome = Outcome(text)
    touched: set[str] = set()
    roots: set[str] = set()
    written: set[tuple[str, str]] = set()
    left: dict[tuple[str, str], str] = {}
    for proposal in sorted(proposals, key=lambda p: p.rule):
        try:
            outcome.text = _applied(outcome.text or "", proposal, form, touched, roots, text)
        except (_Left, SpanError) as reason:
            left[told(proposal)] = str(reason) if isinstance(reason, _Left) else UNREADABLE
        else:
            written.add(told(proposal))
    outcome.written = len(written)
    outcome.left = [reason for what, reason in left.items() if what not in written]
    for retyping in retypings:
        if form.types.get(retyping.key) == retyping.expected:
            _retype(outcome, retyping, roots)
    if roots and not _sound(text, outcome.text or "", roots):
        return Outcome(text, 0, [*outcome.left, *[UNREADABLE] * outcome.written])
    return outcome


def told(proposal: Proposal) -> tuple[str, str]:
    """Return by what a record's fixes count as one."""
    return proposal.rule, proposal.column


def _applied(
    text: str, proposal: Proposal, form: Format, touched: set[str], roots: set[str], before: str
) -> str:
    if proposal.new is None:
        raise _Left(UNSURE)
    emptied = proposal.new == ("",) and proposal.rule in catalogue.emptying()
    if proposal.target != proposal.column and not _standing(
        text, proposal, proposal.column, form, touched, before
    ):
        raise _Left(OTHER)
    leaves = _standing(text, proposal, proposal.target, form, touched, before)
    mended = text
    for i, leaf in reversed(list(enumerate(leaves))):
        # An item that stands there twice becomes several once.
        again = i > 0 and len(proposal.new) > 1 and _is_of_one_list(leaf, leaves[0])
        mended = _written(mended, leaf, proposal, None if emptied or again else proposal.new, form)
        roots.add(leaf.path.root)
    if mended == text:
        raise _Left(SAME)
    touched.update(proposal.new)
    return mended


def _is_of_one_list(leaf: _Leaf, other: _Leaf) -> bool:
    return leaf.item is not None and other.item is not None and leaf.item[0] == other.item[0]


def _standing(
    text: str, proposal: Proposal, column: str, form: Format, touched: set[str], before: str
) -> list[_Leaf]:
    """Return the values of a column that are the finding's: one, or equal items of a list.

    Raises:
        _Left: there is none; says why.

    """
    mapped = form.columns.get(column)
    if mapped is None:
        raise _Left(ABSENT)
    found, composed = _items(text, mapped) if column in LISTS else _scalar(text, mapped)
    if column != proposal.column:
        return found[:1]
    here = [leaf for leaf in found if _stands(leaf, proposal)]
    if not here and column not in LISTS:
        here = [leaf for leaf in found if leaf.text not in touched and _holds(leaf, proposal)]
        here = here if _is_named(before, proposal, form) else []
    if not here:
        # Half a character, which JSON's escapes can write and UTF-8 cannot, was shown as another.
        halved = any(_LONE_SURROGATE.search(leaf.text or "") for leaf in found)
        raise _Left(COMPOSED if composed else UNWRITABLE if halved else OTHER if found else ABSENT)
    return here


def _stands(leaf: _Leaf, proposal: Proposal) -> bool:
    """Tell whether the finding's value is this one; of a value that was cut the fingerprint tells."""
    if not proposal.value:
        return not leaf.text
    texts = [leaf.text or ""]
    if leaf.path.separator:
        texts = [part.strip() for part in texts[0].split(leaf.path.separator)]
    return any(_is_value(text, proposal) for text in texts)


def _is_value(text: str, proposal: Proposal) -> bool:
    value = proposal.value or ""
    return (
        text == value
        or _same_number(text, value)
        or (
            len(value) == VALUE_LIMIT
            and proposal.fingerprint == fingerprint(proposal.rule, proposal.record, proposal.column, text)
        )
    )


def _holds(leaf: _Leaf, proposal: Proposal) -> bool:
    """Tell whether the finding's value is a piece of this one, as rules about words show it."""
    piece = (proposal.value or "").removesuffix("…")
    return len(piece) > 1 and piece in (leaf.text or "")


def _same_number(text: str, value: str) -> bool:
    # The reader's fast path writes 0.0000 as 0 and 1e5 as 100000.
    return bool(_NUMBER.fullmatch(text) and _NUMBER.fullmatch(value)) and float(text) == float(value)


def _scalar(text: str, mapped: Mapped) -> tuple[list[_Leaf], bool]:
    """Return the value that the column shows, else the first empty place for one, and whether it is composed."""
    empty: list[_Leaf] = []
    for path in mapped.paths:
        found = list(_leaves(text, path))[:1]
        if path.way or path.templates:
            if _is_filled(text, path):
                return [], True
        elif found and (found[0].text or (found[0].text is not None and path is mapped.paths[-1])):
            return found, False
        else:
            empty += found
    return empty[:1], False


def _items(text: str, mapped: Mapped) -> tuple[list[_Leaf], bool]:
    """Return the items that the column shows, else the first empty place for one, and whether some are composed."""
    items: list[_Leaf] = []
    empty: list[_Leaf] = []
    composed = False
    for path in mapped.paths:
        if path.way or path.templates:
            composed = composed or _is_filled(text, path)
        else:
            found = list(_leaves(text, path))
            items += [leaf for leaf in found if leaf.text is not None]
            empty += [leaf for leaf in found if not leaf.text] or _empty_list(text, path)
        if (items or composed) and not mapped.merged:
            break
    return items or empty[:1], composed


def _leaves(text: str, path: Path) -> Iterator[_Leaf]:
    for start, item in _walk(text, json_text.skip(text), path.steps, None):
        here, place = start, item
        if text[start] == "[":
            inner = list(json_text.elements(text, start))
            if len(inner) != 1:
                continue
            # A list that stands where a separated text may: what it holds is an item of it.
            here, place = inner[0][0], (start, 0) if path.separator else None
        if text[here] not in "[{":
            stop = json_text.end(text, here)
            yield _Leaf(here, stop, _shown(text[here:stop]), path, place)


def _is_filled(text: str, path: Path) -> bool:
    return any(
        text[start : json_text.end(text, start)] not in ("null", "[]", '""', "{}")
        for start, _ in _walk(text, json_text.skip(text), path.steps, None)
    )


def _empty_list(text: str, path: Path) -> list[_Leaf]:
    """Return the place of an empty or missing list, into which a first item can be written."""
    if path.steps[-1] != ("item", "*"):
        return []
    found = [start for start, _ in _walk(text, json_text.skip(text), path.steps[:-1], None)]
    spans = [(start, json_text.end(text, start)) for start in found]
    return [
        _Leaf(start, stop, None, path, (start, 0))
        for start, stop in spans
        if text[start:stop] == "null" or (text[start] == "[" and not list(json_text.elements(text, start)))
    ]


def _walk(  # noqa: C901 - a case for each kind of step
    text: str, at: int, steps: Sequence[tuple[str, str]], item: tuple[int, int] | None
) -> Iterator[tuple[int, tuple[int, int] | None]]:
    """Yield where the values of a path begin, as lenient as the reader about lists of one and lone items."""
    if not steps:
        yield at, item
        return
    (kind, name), rest = steps[0], steps[1:]
    spans = list(json_text.elements(text, at)) if text[at] == "[" else None
    if kind == "key" and spans is not None and len(spans) == 1:
        yield from _walk(text, spans[0][0], steps, None)
    elif kind == "key" and text[at] == "{":
        starts = (start for key, start in json_text.members(text, at) if key == name)
        for start in list(starts)[:1]:
            yield from _walk(text, start, rest, None)
    elif kind == "item" and spans is None:
        if text[at] != "n" and ("=" not in name or _is_of_kind(text, at, name)) and not name.strip("*0"):
            yield from _walk(text, at, rest, None)
    elif kind == "item" and spans is not None:
        for i, (start, _) in enumerate(spans):
            if name == "*" or name == str(i):
                yield from _walk(text, start, rest, (at, i) if name == "*" else None)
            elif "=" in name and _is_of_kind(text, start, name):
                yield from _walk(text, start, rest, None)
                break


def _is_of_kind(text: str, at: int, wanted: str) -> bool:
    key, _, value = wanted.partition("=")
    span = json_text.locate(text, [key], at)
    return span is not None and (_shown(text[slice(*span)]) or "").lower() == value.lower()


def _shown(raw: str) -> str | None:
    if raw.startswith('"'):
        return str(json.loads(raw, strict=False))
    return None if raw == "null" else raw


def _written(text: str, leaf: _Leaf, proposal: Proposal, new: Sequence[str] | None, form: Format) -> str:
    """Return the text with the leaf's value replaced; `new` None empties it."""
    old = text[leaf.start : leaf.end]
    # What is wholly an item of a list becomes several items, not one that is separated.
    if leaf.path.separator and leaf.text and not (leaf.item and _is_value(leaf.text.strip(), proposal)):
        whole = _with_part(leaf.text, leaf.path.separator, proposal, new)
        new = None if whole is None else [whole]
    if old == "[]" or (old == "null" and leaf.item and leaf.item[0] == leaf.start):
        raw = f"[{', '.join(_raw(text, 'null', item, None) for item in new or ())}]"
    elif new is None and leaf.item:
        start, stop = json_text.removal(text, *leaf.item)
        return text[:start] + text[stop:]
    elif new is not None and len(new) > 1:
        raw = _spread(text, leaf, new)
        if not raw and leaf.item:
            start, stop = json_text.removal(text, *leaf.item)
            return text[:start] + text[stop:]
    else:
        kind = form.types.get(leaf.path.root) if len(leaf.path.steps) == 1 else None
        raw = _raw(text, old, new[0] if new else None, kind)
    return text[: leaf.start] + raw + text[leaf.end :]


def _with_part(whole: str, separator: str, proposal: Proposal, new: Sequence[str] | None) -> str | None:
    """Return the separated text with the new parts in place of the finding's, as far apart as its parts are."""
    if any(separator in part for part in new or ()):
        raise _Left(COMPOSED)
    parts = whole.split(separator)
    mine = [_is_value(part.strip(), proposal) for part in parts]
    if new is None:
        parts = [part for part, is_mine in zip(parts, mine, strict=True) if not is_mine]
    else:
        gap = " " if len(parts) == 1 or parts[1].startswith(" ") else ""
        others = [part.strip() for part, is_mine in zip(parts, mine, strict=True) if not is_mine]
        added = [part for part in new if len(new) == 1 or part not in others]
        joined = f"{separator}{gap}".join(added)
        parts = [
            part.replace(part.strip(), joined, 1) if is_mine else part
            for part, is_mine in zip(parts, mine, strict=True)
            if added or not is_mine
        ]
    return separator.join(parts) or None


def _spread(text: str, leaf: _Leaf, new: Sequence[str]) -> str:
    """Return several items of a list as JSON, with what stands between the list's own items between them.

    Those that the list has already are left out; empty where it has them all.

    Raises:
        _Left: the leaf is no item of a list.

    """
    if leaf.item is None:
        raise _Left(LONE)
    start, index = leaf.item
    spans = list(json_text.elements(text, start))
    others = [_shown(text[slice(*span)]) for i, span in enumerate(spans) if i != index]
    new = [item for item in new if item not in others]
    if len(spans) > 1:
        at = max(index, 1)
        between = text[spans[at - 1][1] : spans[at][0]]
    else:
        lead = text[start + 1 : leaf.start]
        between = f",{lead}" if "\n" in lead else ", " if text[start - 1].isspace() else ","
    return between.join(_raw(text, text[leaf.start : leaf.end], item, None) for item in new)


def _raw(text: str, old: str, new: str | None, expected: str | None) -> str:
    """Return a value as JSON, in the type and with the escapes of the one that it replaces."""
    if new is None:
        return "null"
    kind = expected if old == "null" else _kind(old)
    if (kind in ("integer", "number") and _NUMBER.fullmatch(new)) or (
        kind == "boolean" and new in ("true", "false")
    ):
        return new
    raw = json.dumps(new, ensure_ascii="\\u" in text and text.isascii())
    # From the part of a text that stays; UTF-8 has none.
    raw = _LONE_SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", raw)
    return raw.replace("/", "\\/") if "\\/" in old else raw


def _kind(raw: str) -> str:
    kinds = {'"': "string", "{": "object", "[": "array", "t": "boolean", "f": "boolean", "n": "null"}
    return kinds.get(raw[0], "number" if set(raw) & set(".eE") else "integer")


def _retype(outcome: Outcome, retyping: Retyping, roots: set[str]) -> None:
    text = outcome.text or ""
    try:
        span = json_text.locate(text, [retyping.key]) if f'"{retyping.key}"' in text else None
    except SpanError:
        return
    raw = text[slice(*span)] if span else "null"
    new = (
        converted(_shown(raw) or "", retyping.expected) if _kind(raw) == retyping.found == "string" else None
    )
    if span and new is not None:
        outcome.text = text[: span[0]] + new + text[span[1] :]
        outcome.retyped.add(retyping.key)
        roots.add(retyping.key)


def _is_named(text: str, proposal: Proposal, form: Format) -> bool:
    """Tell whether the record is still the finding's: by its id, its DOI, or for want of both its place."""
    try:
        own, doi = (_first(text, form.columns, name) for name in ("id", "doi"))
    except SpanError:
        return False
    if own:
        return own == proposal.record
    return (
        proposal.record in doi.replace("%2F", "/").replace("%2f", "/")
        if doi
        else proposal.record == proposal.place
    )


def _first(text: str, columns: Mapping[str, Mapped], name: str) -> str:
    leaves = _scalar(text, columns[name])[0] if name in columns else []
    return (leaves[0].text if leaves else None) or ""


def _sound(before: str, after: str, roots: set[str]) -> bool:
    """Tell whether the corrected text reads back, and is the old record in all keys but the touched ones."""
    try:
        old, new = (_pairs(text) for text in (before, after))
    except (ValueError, RecursionError):
        return False
    return len(old) == len(new) and all(
        key == other and (key in roots or value == changed)
        for (key, value), (other, changed) in zip(old, new, strict=True)
    )


def _pairs(text: str) -> list[tuple[str, Any]]:
    # NaN as text, since it is equal to nothing.
    whole = json.loads(
        text, object_pairs_hook=list, parse_int=str, parse_float=str, parse_constant=str, strict=False
    )
    if not isinstance(whole, list):
        raise ValueError("no object")  # noqa: TRY004 - like any other text that does not read back
    return whole
