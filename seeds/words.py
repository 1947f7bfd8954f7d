"""Word lists as sets, read once."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path


@cache
def placeholders() -> dict[str, tuple[str, ...]]:
    """Return the placeholder words by group, in lower case."""
    text = (Path(__file__).parent / "placeholders.toml").read_text("utf-8")
    return {group: tuple(words) for group, words in tomllib.loads(text).items()}
