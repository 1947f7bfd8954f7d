"""What `--help` and `--version` show."""

from __future__ import annotations

import re
from dataclasses import fields

import click
import pytest

from scholint.flows.cli import main
from scholint.flows.cli.check import check
from scholint.flows.cli.check_options import CheckOptions
from scholint.version import VERSION
from tests.command_line import run


def commands(command: click.Command, *names: str) -> list[tuple[str, ...]]:
    """Return the names of a command and of those below it, as they are typed."""
    below = command.commands.items() if isinstance(command, click.Group) else ()
    return [names, *(path for name, each in below for path in commands(each, *names, name))]


COMMANDS = commands(main)


@pytest.mark.parametrize("names", COMMANDS, ids=" ".join)
def test_every_command_has_an_example_that_names_it(names: tuple[str, ...]) -> None:
    shown = run(*names, "--help").stdout
    examples = re.findall(r"^ +\$ (.*)$", shown.partition("\nExamples:\n")[2], re.MULTILINE)
    assert any(example.startswith(" ".join(("scholint", *names))) for example in examples)


@pytest.mark.parametrize("names", COMMANDS, ids=" ".join)
def test_the_options_in_every_example_exist(names: tuple[str, ...]) -> None:
    shown = run(*names, "--help").stdout
    for line in re.findall(r"^ +\$ scholint (.*)$", shown, re.MULTILINE):
        command: click.Command = main
        known = set()
        for word in line.split():
            known |= {
                name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)
            }
            if isinstance(command, click.Group) and word in command.commands:
                command = command.commands[word]
            assert not word.startswith("--") or word in known, line


def test_the_options_of_check_stand_in_groups_with_their_defaults() -> None:
    shown = run("check", "--help").stdout
    headings = re.findall(r"^([A-Z]\w+):$", shown, re.MULTILINE)
    assert headings == ["Input", "Rules", "Output", "Gate", "Fixing", "Options", "Examples"]
    assert "Lowest severity that fails the gate. [default: error]" in " ".join(shown.split())
    assert "[default: 64]" in run("flow", "run", "--help").stdout


def test_every_option_of_check_is_a_typed_field() -> None:
    assert {p.name for p in check.params} == {"sources", *(field.name for field in fields(CheckOptions))}


def test_the_version_is_one_line_and_verbose_names_what_findings_depend_on() -> None:
    assert run("--version").stdout == run("-V").stdout == f"scholint {VERSION}\n"
    shown = run("--version", "--verbose").stdout
    for pattern in (
        rf"scholint +{re.escape(VERSION)}",
        r"Python +3\.\d+\.\d+",
        r"Polars +\d+\.\d+",
        r"pandera +\d+\.\d+",
        r"  gate +(great.expectations \d+\.\d+|not installed: pip install 'scholint\[gate\]')",
        r"  journals +as of \d{4}-\d{2}-\d{2}",
    ):
        assert re.search(rf"^{pattern}", shown, re.MULTILINE), pattern


def test_verbose_alone_is_refused() -> None:
    done = run("--verbose")
    assert (done.exit_code, "--verbose requires --version" in done.stderr) == (2, True)
