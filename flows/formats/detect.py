"""Detecting the format of a source, and finding the columns of plain sources by their keys."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scholint.flows.formats.columns import Path
from scholint.flows.formats.declaration import LISTS, Format, Mapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_MERGED = frozenset(("issns", "links", "orcids"))
_SPLIT = frozenset(("authors", "fields", "orcids"))
# A table with a title but none of these columns is not about works. It may be a list of journals or people.
_WORK_COLUMNS = frozenset(("authors", "doi", "abstract", "journal", "year", "published", "volume"))


def detect(samples: Sequence[Mapping[str, Any]], known: Mapping[str, Format]) -> Format | None:
    """Return the format that fits most samples by their keys, or None if no format fits.

    If no other format fits, the result is the plain format, with its columns set for the keys of the samples.
    """
    # A source may contain a few records with other keys, so each sample has one vote.
    votes: Counter[str] = Counter()
    for sample in samples:
        scores = {n: sum(key in sample for key in f.detect) for n, f in known.items() if f.detect}
        best = max(
            scores, key=lambda name: (scores[name] / len(known[name].detect), scores[name]), default=None
        )
        # Every format has optional keys, so not all identifying keys are needed. Some keys are in several formats, so
        # one is not enough.
        if best and scores[best] >= min(known[best].least, len(known[best].detect)):
            votes[best] += 1
    if votes and votes.most_common(1)[0][1] * 2 >= len(samples):
        return known[votes.most_common(1)[0][0]]
    # No format fits. Use the plain format if enough columns have common names for the records to be works.
    plain = bound(known["plain"], samples)
    has = plain.columns.keys()
    return plain if {"title", "doi"} & has and len({"title", *_WORK_COLUMNS} & has) > 1 else None


def bound(form: Format, samples: Iterable[Mapping[str, Any]]) -> Format:
    """Return the plain format with its columns set for the keys of the samples. Return other formats unchanged."""
    if not form.names:
        return form
    values: dict[str, list[Any]] = {}
    for sample in samples:
        for key, value in sample.items():
            values.setdefault(key, []).append(value)
    # Names are compared without case, spaces, and punctuation.
    keys: dict[str, list[str]] = {}
    for key in values:
        keys.setdefault("".join(c for c in key.lower() if c.isalnum()), []).append(key)
    columns = {}
    for column, names in form.names.items():
        found = [key for name in names for key in keys.get(name, [])]
        if found:
            # If several keys match a column, the key that comes first in `names` is used, unless they are merged.
            chosen = found if column in _MERGED else found[:1]
            paths = tuple(_plain_path(column, key, values[key]) for key in chosen)
            columns[column] = Mapped(paths, merged=column in _MERGED)
    return replace(form, columns=columns)


def _plain_path(column: str, key: str, values: Sequence[Any]) -> Path:
    """Return the path to the values of a column under a key. It depends on the most frequent type of the values."""
    kinds = Counter(type(value) for value in values if value is not None)
    kind = kinds.most_common(1)[0][0] if kinds else str
    steps = [("key", key)]
    item = next((v for v in values if isinstance(v, kind)), None)
    if kind is list:
        # A column that is not a list gets the first item of a list.
        steps.append(("item", "*" if column in LISTS else "0"))
        item = next((v[0] for v in values if isinstance(v, list) and v), None)
        if isinstance(item, dict) and column in LISTS:
            return Path(key, tuple(steps), _name_templates(item))
    # From an object, use the key that most likely has its name.
    if isinstance(item, dict):
        steps.append(
            ("key", next((k for k in ("name", "title", "value") if k in item), next(iter(item), "name")))
        )
    # A text may contain several values, as in a table.
    if kind is str and column in _SPLIT:
        return Path(key, tuple(steps), separator=";")
    return Path(key, tuple(steps))


def _name_templates(item: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
    """Return templates that compose a name from the keys of an object. Full names come before parts of names."""
    pairs: tuple[tuple[str, ...], ...] = (
        ("given", "family"),
        ("first_name", "last_name"),
        ("firstName", "lastName"),
        ("first", "last"),
    )
    parts = [pair for pair in pairs if set(pair) & item.keys()]
    whole: list[tuple[str, ...]] = [
        (k,) for k in ("name", "fullName", "full_name", "display_name", "literal", "value") if k in item
    ]
    return tuple(whole + parts) or ((next(iter(item), "name"),),)
