"""Formats, declared by the TOML files of this directory and by the user's configuration."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache, cached_property
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

import polars as pl

from scholint.checks.contract import RECORDS, provided
from scholint.errors import FormatError, shown
from scholint.flows.formats import columns as column_paths
from scholint.flows.formats.columns import Path, PathError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LISTS = frozenset(name for name, dtype in RECORDS.schema.items() if isinstance(dtype, pl.List))
_FILLED = frozenset(("source", "line", "format", "provides"))
_TABLES = ("title", "reference", "framing", "detect", "records", "types", "columns", "names", "least")
_TYPES = ("integer", "number", "boolean", "string", "array", "object")


@dataclass(frozen=True, slots=True)
class Mapped:
    """The paths of a column. The first path with a value is used, or all paths if `merged`."""

    paths: tuple[Path, ...]
    merged: bool = False


@dataclass(frozen=True)
class Format:
    """A format, declared by a TOML table.

    - `columns`: the paths of each column.
    - `detect`: the keys that identify the format. A record must have at least `least` of them.
    - `records`: the paths at which a JSON document may have its records.
    - `types`: the JSON types of top-level keys.
    - `names`: for the plain format only, the key names that each column may have. Its `columns` are set by
      `detect.bound` when the keys of the source are known.
    - `framing`: `lines`, or `page` for page dumps.
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
        """The schema for the parser: top-level keys and their dtypes."""
        return column_paths.schema(path for mapped in self.columns.values() for path in mapped.paths)

    @cached_property
    def expressions(self) -> dict[str, pl.Expr]:
        """An expression over the parsed frame for each column of the records frame that this format has."""
        return {
            name: column_paths.expression(m.paths, many=name in LISTS, merged=m.merged)
            for name, m in self.columns.items()
        }

    @cached_property
    def running(self) -> frozenset[str]:
        """The keys of inverted indexes, whose values are needed as JSON text."""
        return frozenset(p.root for m in self.columns.values() for p in m.paths if p.way == "inverted-index")

    @property
    def provides(self) -> int:
        """The value of the column `provides` in the records frame. It has a bit for each column of the format."""
        return provided(*self.columns)


@cache
def _own() -> dict[str, Format]:
    folder = FilePath(__file__).parent
    return {
        path.stem: _format(path.stem, tomllib.loads(path.read_text("utf-8")))
        for path in sorted(folder.glob("*.toml"))
    }


def formats(users: Mapping[str, Mapping[str, Any]] | None = None) -> dict[str, Format]:
    """Return all formats by name: the shipped formats, and those of the user, which may replace shipped ones.

    `users`: the formats of the configuration, name to TOML table.

    Raises:
        FormatError: A format of the user is not valid.

    """
    return _own() | {name: _format(name, table) for name, table in (users or {}).items()}


def named(name: str, known: Mapping[str, Format]) -> Format:
    """Return the format of this name.

    Raises:
        FormatError: No format has this name. The message suggests the most similar one.

    """
    if name not in known:
        near = get_close_matches(name, known, 1)
        hint = f" (did you mean `{near[0]}`?)" if near else ""
        raise FormatError(f"unknown format `{name}`{hint}, expected one of {', '.join(known)}")
    return known[name]


def record_paths(known: Mapping[str, Format], form: Format | None) -> list[str]:
    """Return the paths at which a JSON document may have its records, each path once.

    `form`: use only the paths of this format. None: use the paths of all known formats.
    """
    return list(dict.fromkeys(path for f in ([form] if form else known.values()) for path in f.records))


def _format(name: str, table: Mapping[str, Any]) -> Format:
    for key in table:
        if key not in _TABLES:
            raise FormatError(f"format {name}: unknown key `{key}`, expected one of {', '.join(_TABLES)}")
    if not isinstance(table.get("columns", {}), dict) or not (table.get("columns") or table.get("names")):
        raise FormatError(f"format {name}: missing table [columns], which maps scholint's columns to paths")
    for key in ("detect", "records"):
        if isinstance(table.get(key, ()), str) or not all(
            isinstance(each, str) for each in table.get(key, ())
        ):
            raise FormatError(
                f"format {name}: invalid value {shown(table[key])} for `{key}`, expected a list of strings"
            )
    for kind in table.get("types", {}).values():
        if kind not in _TYPES:
            raise FormatError(f"format {name}: unknown type `{kind}`, expected one of {', '.join(_TYPES)}")
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
        raise FormatError(f"format {name}: unknown column `{column}`{hint}")
    merged = isinstance(value, dict) and set(value) == {"all"}
    texts = value["all"] if merged else [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not texts or not all(isinstance(text, str) for text in texts):
        raise FormatError(
            f"format {name}: invalid value {json.dumps(value)} for `{column}`, expected a path or a list of paths"
        )
    try:
        paths = tuple(column_paths.parse(text) for text in texts)
    except PathError as error:
        raise FormatError(f"format {name}, column {column}: {error}") from None
    if column not in LISTS and any(path.many for path in paths):
        raise FormatError(
            f"format {name}: path `{texts[0]}` returns a list, but column `{column}` takes a single value"
        )
    return Mapped(paths, merged)
