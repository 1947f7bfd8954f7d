"""Write the rules' pages from their declarations: `make docs`. A test fails when they have drifted."""

from __future__ import annotations

from pathlib import Path

from scholint.checks import catalogue
from scholint.reports import rule_pages

HOME = Path(__file__).parent


def pages() -> dict[str, str]:
    """Return each generated file's name, below this folder, and its text."""
    rules = catalogue.catalogue().values()
    rows = "".join(
        f"| [{r.code}](rules/{r.code}.md) | {r.name} | {r.severity} | {r.summary} |\n" for r in rules
    )
    index = f"# Rules\n\n| code | name | severity | flags |\n|---|---|---|---|\n{rows}"
    return {"rules.md": index, **{f"rules/{r.code}.md": rule_pages.page(r, "markdown") for r in rules}}


def main() -> None:
    """Write every page and take away those of rules that are gone."""
    for old in (HOME / "rules").glob("*.md"):
        old.unlink()
    (HOME / "rules").mkdir(exist_ok=True)
    for name, text in pages().items():
        (HOME / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
