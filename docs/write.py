"""Write the pages that are generated: `make docs`. A test fails if they differ from the code.

Generated are the rules' pages and their list, the reference of the command line, and the outputs of the commands that
the README shows.
"""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.testing import CliRunner

from scholint.checks import catalogue
from scholint.flows.cli import main as command_line
from scholint.flows.pipeline.example import reported_finding
from scholint.reports import rule_pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scholint.checks.rule import Rule

HOME = Path(__file__).parent
ROOT = HOME.parent
WIDTH = 100
# A command in the README, and the output below it.
_SHOWN_COMMAND = re.compile(
    r"(?<=```console\n)\$ scholint (check seeds/examples/[^\n]*)\n(.*?)(?=```)", re.DOTALL
)


def pages() -> dict[str, str]:
    """Return the path of each generated file, relative to the repository, and its text."""
    rules = catalogue.catalogue().values()
    return {
        "README.md": _with_outputs((ROOT / "README.md").read_text("utf-8")),
        "docs/cli.md": _command_reference(),
        "docs/rules.md": _rule_list(),
        **{f"docs/rules/{rule.code}.md": _rule_page(rule) for rule in rules},
    }


def _rule_list() -> str:
    rows = "".join(
        f"| [{rule.code}](rules/{rule.code}.md) | {rule.name} | {rule.severity} | {rule.summary} |\n"
        for rule in catalogue.catalogue().values()
    )
    return f"# Rules\n\n| Code | Name | Severity | What it flags |\n|---|---|---|---|\n{rows}"


def _rule_page(rule: Rule) -> str:
    return rule_pages.page(rule, "markdown", reported_finding(rule))


def _command_reference() -> str:
    parts = [f"## {name}\n\n```text\n{text}```\n" for name, text in commands(command_line, "scholint")]
    return "# Command line\n\n" + "\n".join(parts)


def commands(command: click.Command, name: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the help text of a command and of those below it."""
    yield name, _output([*name.split()[1:], "--help"])
    if isinstance(command, click.Group):
        for below, each in sorted(command.commands.items()):
            yield from commands(each, f"{name} {below}")


def _with_outputs(readme: str) -> str:
    def shown(match: re.Match[str]) -> str:
        return f"$ scholint {match[1]}\n{_output(match[1].split())}"

    return _SHOWN_COMMAND.sub(shown, readme)


def _output(arguments: list[str]) -> str:
    """Return what a command prints on standard output, in the root of the repository, without color."""
    with contextlib.chdir(ROOT):
        environment = {"NO_COLOR": "1", "FORCE_COLOR": "", "COLUMNS": str(WIDTH)}
        run = CliRunner(env=environment).invoke(
            command_line, arguments, prog_name="scholint", terminal_width=WIDTH
        )
    return run.stdout


def main() -> None:
    """Write every page, and delete those of rules that no longer exist."""
    written = pages()
    for old in (HOME / "rules").glob("*.md"):
        if f"docs/rules/{old.name}" not in written:
            old.unlink()
    (HOME / "rules").mkdir(exist_ok=True)
    for name, text in written.items():
        (ROOT / name).write_text(text, "utf-8")


if __name__ == "__main__":
    os.environ.pop("SCHOLINT_REFERENCE", None)
    main()
