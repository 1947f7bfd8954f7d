"""Which format a source is in, and which columns its keys are."""

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
# A table with a title or DOI and none of these has no works: it may be a list of journals, prefixes or people.
_WORK_COLUMNS = frozenset(("authors", "doi", "abstract", "journal", "year", "published", "volume"))


def detect(samples: Sequence[Mapping[str, Any]], known: Mapping[str, Format]) -> Format | None:
    """Return the format that most samples have by their keys, with its columns bound to them; None if no format fits."""
    # A source may have a few records of another shape: each sample has one vote.
    votes: Counter[str] = Counter()
    for sample in samples:
        scores = {n: sum(key in sample for key in f.detect) for n, f in known.items() if f.detect}
        best = max(
            scores, key=lambda name: (scores[name] / len(known[name].detect), scores[name]), default=None
        )
        # Some keys are optional in every format, and a few are common to several.
        if best and scores[best] >= min(known[best].least, len(known[best].detect)):
            votes[best] += 1
    if votes and votes.most_common(1)[0][1] * 2 >= len(samples):
        return known[votes.most_common(1)[0][0]]
    # No format has these keys: columns under common names, if there are enough to be works.
    plain = bound(known["plain"], samples)
    has = plain.columns.keys()
    return plain if {"title", "doi"} & has and len({"title", *_WORK_COLUMNS} & has) > 1 else None


def bound(form: Format, samples: Iterable[Mapping[str, Any]]) -> Format:
    """Return the plain format with its columns bound to the keys that the samples have; other formats as they are."""
    if not form.names:
        return form
    values: dict[str, list[Any]] = {}
    for sample in samples:
        for key, value in sample.items():
            values.setdefault(key, []).append(value)
    # Names are compared without case, spaces and punctuation.
    keys: dict[str, list[str]] = {}
    for key in values:
        keys.setdefault("".join(c for c in key.lower() if c.isalnum()), []).append(key)
    columns = {}
    for column, names in form.names.items():
        found = [key for name in names for key in keys.get(name, [])]
        if found:
            # Of several keys for one column, those that come first in `names` are preferred.
            chosen = found if column in _MERGED else found[:1]
            paths = tuple(_plain_path(column, key, values[key]) for key in chosen)
            columns[column] = Mapped(paths, merged=column in _MERGED)
    return replace(form, columns=columns)


def _plain_path(column: str, key: str, values: Sequence[Any]) -> Path:
    """Return the path to a column's values under a key, by the type that most of its values have."""
    kinds = Counter(type(value) for value in values if value is not None)
    kind = kinds.most_common(1)[0][0] if kinds else str
    steps = [("key", key)]
    item = next((v for v in values if isinstance(v, kind)), None)
    if kind is list:
        # A column with one value takes the first of a list.
        steps.append(("item", "*" if column in LISTS else "0"))
        item = next((v[0] for v in values if isinstance(v, list) and v), None)
        if isinstance(item, dict) and column in LISTS:
            return Path(key, tuple(steps), _name_templates(item))
    # Of an object, the key that is most likely its name.
    if isinstance(item, dict):
        steps.append(
            ("key", next((k for k in ("name", "title", "value") if k in item), next(iter(item), "name")))
        )
    # One text with several values, as in a table.
    if kind is str and column in _SPLIT:
        return Path(key, tuple(steps), separator=";")
    return Path(key, tuple(steps))


def _name_templates(item: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
    """Return how a name is composed from the keys of an object: a whole name first, else its parts."""
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
