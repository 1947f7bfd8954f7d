"""Formats as declared in `flows/formats` and in a user's settings, and which of them a source is in."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cache, cached_property
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

import polars as pl

from scholint.checks.contract import RECORDS, provided
from scholint.flows import fieldmap
from scholint.flows.fieldmap import Path, PathError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LISTS = frozenset(name for name, dtype in RECORDS.schema.items() if isinstance(dtype, pl.List))
_FILLED = frozenset(("source", "line", "format", "provides"))
_MERGED = frozenset(("issns", "links", "orcids"))
_SPLIT = frozenset(("authors", "fields", "orcids"))
_TABLES = ("title", "reference", "framing", "detect", "records", "types", "columns", "names", "least")
_TYPES = ("integer", "number", "boolean", "string", "array", "object")
# A table with none of these beside a title or DOI is about something else: journals, prefixes, people.
_TELLING = frozenset(("authors", "doi", "abstract", "journal", "year", "published", "volume"))


class FormatError(ValueError):
    """A format that is not declared, or declared wrongly; the message is one sentence for the user."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """Where a column's values stand: the first path that gives something, or all of them."""

    paths: tuple[Path, ...]
    merged: bool = False


@dataclass(frozen=True)
class Format:
    """A format, as its TOML table declares it.

    `names`: for plain tables, whose columns are bound later.
    `least`: how many of the keys in `detect` must be there.
    """

    name: str
    title: str
    columns: Mapping[str, Mapped] = field(default_factory=dict)
    detect: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    types: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, Sequence[str]] = field(default_factory=dict)
    framing: str = "lines"
    least: int = 3

    @cached_property
    def schema(self) -> dict[str, pl.DataType]:
        """What the parser is told: the record's top-level keys and their dtypes."""
        return fieldmap.schema(path for mapped in self.columns.values() for path in mapped.paths)

    @cached_property
    def expressions(self) -> dict[str, pl.Expr]:
        """Each column of the records frame that this format has, as an expression over the parsed frame."""
        return {
            name: fieldmap.expression(m.paths, many=name in LISTS, merged=m.merged)
            for name, m in self.columns.items()
        }

    @cached_property
    def running(self) -> frozenset[str]:
        """Keys whose nested value is wanted as the parser's text."""
        return frozenset(p.root for m in self.columns.values() for p in m.paths if p.way == "inverted-index")

    @property
    def provides(self) -> int:
        """The `provides` bits of the records frame."""
        return provided(*self.columns)


@cache
def _own() -> dict[str, Format]:
    folder = FilePath(__file__).parent / "formats"
    return {
        path.stem: _format(path.stem, tomllib.loads(path.read_text("utf-8")))
        for path in sorted(folder.glob("*.toml"))
    }


def formats(users: Mapping[str, Mapping[str, Any]] | None = None) -> dict[str, Format]:
    """Return every format by name: ours, and the user's, which may replace ours.

    Raises:
        FormatError: a user's table is not a format.

    """
    return _own() | {name: _format(name, table) for name, table in (users or {}).items()}


def named(name: str, known: Mapping[str, Format]) -> Format:
    """Return the format of this name.

    Raises:
        FormatError: there is none; the message names the nearest one.

    """
    if name not in known:
        near = get_close_matches(name, known, 1)
        hint = f" (did you mean `{near[0]}`?)" if near else ""
        raise FormatError(f"received the format `{name}`, valid are {', '.join(known)}{hint}")
    return known[name]


def recognise(samples: Sequence[Mapping[str, Any]], known: Mapping[str, Format]) -> Format | None:
    """Return the format that most of the sample records' keys speak for, bound to them; None if none does."""
    votes: Counter[str] = Counter()
    for sample in samples:
        scores = {n: sum(key in sample for key in f.detect) for n, f in known.items() if f.detect}
        best = max(
            scores, key=lambda name: (scores[name] / len(known[name].detect), scores[name]), default=None
        )
        if best and scores[best] >= min(known[best].least, len(known[best].detect)):
            votes[best] += 1
    if votes and votes.most_common(1)[0][1] * 2 >= len(samples):
        return known[votes.most_common(1)[0][0]]
    plain = bound(known["plain"], samples)
    has = plain.columns.keys()
    return plain if {"title", "doi"} & has and len({"title", *_TELLING} & has) > 1 else None


def record_paths(known: Mapping[str, Format], form: Format | None) -> list[str]:
    """Return where records may stand in a JSON document, by one format or by all that are known, each path once."""
    return list(dict.fromkeys(path for f in ([form] if form else known.values()) for path in f.records))


def bound(form: Format, samples: Iterable[Mapping[str, Any]]) -> Format:
    """Return the plain format with its columns bound to the keys that the samples have."""
    if not form.names:
        return form
    values: dict[str, list[Any]] = {}
    for sample in samples:
        for key, value in sample.items():
            values.setdefault(key, []).append(value)
    keys: dict[str, list[str]] = {}
    for key in values:
        keys.setdefault("".join(c for c in key.lower() if c.isalnum()), []).append(key)
    columns = {}
    for column, names in form.names.items():
        found = [key for name in names for key in keys.get(name, [])]
        if found:
            chosen = found if column in _MERGED else found[:1]
            paths = tuple(_plain_path(column, key, values[key]) for key in chosen)
            columns[column] = Mapped(paths, merged=column in _MERGED)
    return replace(form, columns=columns)


def _plain_path(column: str, key: str, values: Sequence[Any]) -> Path:
    kinds = Counter(type(value) for value in values if value is not None)
    kind = kinds.most_common(1)[0][0] if kinds else str
    steps = [("key", key)]
    item = next((v for v in values if isinstance(v, kind)), None)
    if kind is list:
        steps.append(("item", "*" if column in LISTS else "0"))
        item = next((v[0] for v in values if isinstance(v, list) and v), None)
        if isinstance(item, dict) and column in LISTS:
            return Path(key, tuple(steps), _name_templates(item))
    if isinstance(item, dict):
        steps.append(
            ("key", next((k for k in ("name", "title", "value") if k in item), next(iter(item), "name")))
        )
    if kind is str and column in _SPLIT:
        return Path(key, tuple(steps), separator=";")
    return Path(key, tuple(steps))


def _name_templates(item: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
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


def _format(name: str, table: Mapping[str, Any]) -> Format:
    for key in table:
        if key not in _TABLES:
            raise FormatError(f"format {name}: received `{key}`, valid are {', '.join(_TABLES)}")
    if not isinstance(table.get("columns", {}), dict) or not (table.get("columns") or table.get("names")):
        raise FormatError(f"format {name}: a table [columns] from our columns to paths is missing")
    for key in ("detect", "records"):
        if isinstance(table.get(key, ()), str) or not all(
            isinstance(each, str) for each in table.get(key, ())
        ):
            raise FormatError(f"format {name}: received {table[key]!r} for `{key}`, valid is a list of texts")
    for kind in table.get("types", {}).values():
        if kind not in _TYPES:
            raise FormatError(f"format {name}: received the type `{kind}`, valid are {', '.join(_TYPES)}")
    return Format(
        name=name,
        title=table.get("title", name),
        columns={column: _mapped(name, column, value) for column, value in table.get("columns", {}).items()},
        detect=tuple(table.get("detect", ())),
        records=tuple(table.get("records", ())),
        types=table.get("types", {}),
        names=table.get("names", {}),
        framing=table.get("framing", "lines"),
        least=table.get("least", 3),
    )


def _mapped(name: str, column: str, value: Any) -> Mapped:
    if column not in RECORDS.columns or column in _FILLED:
        near = get_close_matches(column, RECORDS.columns, 1)
        hint = f" (did you mean `{near[0]}`?)" if near else ""
        raise FormatError(f"format {name}: received the column `{column}`, which records do not have{hint}")
    merged = isinstance(value, dict) and set(value) == {"all"}
    texts = value["all"] if merged else [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not texts or not all(isinstance(text, str) for text in texts):
        raise FormatError(
            f"format {name}: received {json.dumps(value)} for `{column}`, valid is a path or a list of paths"
        )
    try:
        paths = tuple(fieldmap.parse(text) for text in texts)
    except PathError as error:
        raise FormatError(f"format {name}, column {column}: {error}") from None
    if column not in LISTS and any(path.many for path in paths):
        raise FormatError(
            f"format {name}: the path `{texts[0]}` gives a list, the column `{column}` takes one value"
        )
    return Mapped(paths, merged)
