"""Facts in TOML files, read once."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def placeholders() -> dict[str, tuple[str, ...]]:
    """Return the placeholder words by group, in lower case."""
    text = (Path(__file__).parent / "placeholders.toml").read_text("utf-8")
    return {group: tuple(words) for group, words in tomllib.loads(text).items()}


@cache
def fields_of_study() -> frozenset[str]:
    """Return the names of fields that any known vocabulary has, in lower case."""
    text = (Path(__file__).parent / "fields_of_study.toml").read_text("utf-8")
    return frozenset(name for names in tomllib.loads(text).values() for name in names)


@cache
def public_lists() -> dict[str, dict[str, Any]]:
    """Return each public list by name: `table`, `what`, `licence`, `url`, `least_rows` and perhaps `hosts`."""
    tables = tomllib.loads((Path(__file__).parent / "public_lists.toml").read_text("utf-8"))
    return {
        name: {
            key.replace("-", "_"): tuple(value) if isinstance(value, list) else value
            for key, value in facts.items()
        }
        for name, facts in tables.items()
    }


@cache
def record_types() -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the kind of each record type, and the types without a title of their own; letters only, lowercase."""
    tables = tomllib.loads((Path(__file__).parent / "record_types.toml").read_text("utf-8"))
    kinds = {name: kind for kind, names in tables["kinds"].items() for name in names}
    return kinds, tuple(tables["without-title"]["types"])
