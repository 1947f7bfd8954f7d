"""The generated pages are those in the repository."""

from __future__ import annotations

import sys
from pathlib import Path

HOME = Path(__file__).parents[2] / "docs"
sys.path.insert(0, str(HOME))

import write  # noqa: E402 - docs/ holds scripts, not a package

sys.path.remove(str(HOME))


def test_the_generated_pages_match_the_code() -> None:
    pages = write.pages()
    for name, text in pages.items():
        assert (HOME / name).read_text("utf-8") == text, f"docs/{name} is outdated: make docs"
    assert {f"rules/{path.name}" for path in (HOME / "rules").glob("*.md")} == set(pages) - {"rules.md"}
