"""Write the pages that are generated: `make docs`. A test fails if they differ from the code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scholint.checks import catalogue
from scholint.flows.pipeline.example import reported_finding
from scholint.reports import rule_pages

if TYPE_CHECKING:
    from scholint.checks.rule import Rule

HOME = Path(__file__).parent


def pages() -> dict[str, str]:
    """Return the name of each generated file, relative to this folder, and its text."""
    rules = catalogue.catalogue().values()
    rows = "".join(
        f"| [{r.code}](rules/{r.code}.md) | {r.name} | {r.severity} | {r.summary} |\n" for r in rules
    )
    index = f"# Rules\n\n| Code | Name | Severity | What it flags |\n|---|---|---|---|\n{rows}"
    return {"rules.md": index, **{f"rules/{r.code}.md": _rule_page(r) for r in rules}}


def _rule_page(rule: Rule) -> str:
    return rule_pages.page(rule, "markdown", reported_finding(rule))


def main() -> None:
    """Write every page, and delete those of rules that no longer exist."""
    written = pages()
    for old in (HOME / "rules").glob("*.md"):
        old.unlink()
    (HOME / "rules").mkdir(exist_ok=True)
    for name, text in written.items():
        (HOME / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
