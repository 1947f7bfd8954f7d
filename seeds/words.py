"""Word lists and other lists of facts, from the TOML files in this folder. Each file is read once."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text("utf-8"))


def _word_lists(name: str) -> dict[str, tuple[str, ...]]:
    return {key: tuple(words) for key, words in _read(name).items()}


@cache
def placeholders() -> dict[str, tuple[str, ...]]:
    """Return the placeholder words by group, in lowercase."""
    return _word_lists("placeholders")


@cache
def fields_of_study() -> frozenset[str]:
    """Return the names of fields in all known vocabularies, in lowercase."""
    return frozenset(name for names in _read("fields_of_study").values() for name in names)


@cache
def field_groups() -> dict[str, tuple[str, ...]]:
    """Return groups of the field model's fields. Papers of the fields in one group appear in each other's journals."""
    return _word_lists("field_groups")


@cache
def function_words() -> dict[str, tuple[str, ...]]:
    """Return words that show a text's language, in lowercase: `english`, and `foreign` for nine other languages."""
    return _word_lists("function_words")


@cache
def journal_titles() -> dict[str, tuple[str, ...]]:
    """Return words of journal titles, in lowercase and without accents.

    `function-words`, `common-beginnings`, `always-abbreviated`, `descriptions`: see `journal_titles.toml`.
    """
    return _word_lists("journal_titles")


@cache
def letters() -> dict[str, dict[str, str]]:
    """Return the plain spelling of lowercase letters: `plain` for Latin and Greek letters, `cyrillic` for Cyrillic ones."""
    return _read("letters")


@cache
def public_lists() -> dict[str, dict[str, Any]]:
    """Return the public lists by name: `table`, `what`, `licence`, `url`, `least_rows` and perhaps `hosts`."""
    return {
        name: {
            key.replace("-", "_"): tuple(value) if isinstance(value, list) else value
            for key, value in facts.items()
        }
        for name, facts in _read("public_lists").items()
    }


@cache
def record_types() -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the kind of each record type, and the types whose works have no title. Types are letters only, in lowercase."""
    tables = _read("record_types")
    kinds = {name: kind for kind, names in tables["kinds"].items() for name in names}
    return kinds, tuple(tables["without-title"]["types"])
