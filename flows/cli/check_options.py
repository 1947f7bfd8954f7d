"""The options of the command `check`, and a class with their values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from scholint.flows.cli.help import option
from scholint.flows.cli.options import PATH, config_option, output_option
from scholint.reports.gate.decision import FAIL_ON
from scholint.reports.writers.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scholint.flows.settings import Settings
    from scholint.reports.gate.decision import FailOn

_INPUT, _RULES, _OUTPUT, _GATE, _FIXING = "Input", "Rules", "Output", "Gate", "Fixing"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOptions:
    """The values of the options of `check`. An option that is not given is None, false, or empty."""

    source_format: str | None
    config_path: Path | None
    index: Path | None
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    output_format: str | None
    outputs: tuple[str, ...]
    statistics: bool
    max_findings: int | None
    quiet: bool
    fail_on: FailOn | None
    suite: Path | None
    fix: bool
    unsafe_fixes: bool
    show_diff: bool
    fix_into: Path | None
    profile: bool


_DECLARED = (
    option(
        "--from",
        "source_format",
        metavar="FORMAT",
        group=_INPUT,
        help="Input format. [default: detected from the data]",
    ),
    config_option(_INPUT),
    option(
        "--index",
        metavar="DIR",
        type=PATH,
        group=_INPUT,
        help="Detect duplicates across runs: compare with the keys that earlier runs stored in DIR, and add those of this run.",
    ),
    option(
        "--select",
        metavar="CODES",
        multiple=True,
        group=_RULES,
        help="Rules to run: codes, names, families, or ALL, separated by commas. [default: all that are not off by default]",
    ),
    option(
        "--ignore",
        metavar="CODES",
        multiple=True,
        group=_RULES,
        help="Rules to skip, in the same form as --select.",
    ),
    option(
        "--format",
        "output_format",
        type=click.Choice(FORMATS),
        group=_OUTPUT,
        help="Report format on standard output. [default: text; with --output, its summary line alone]",
    ),
    output_option(_OUTPUT),
    option("--statistics", is_flag=True, group=_OUTPUT, help="Show counts per rule instead of findings."),
    option(
        "--max-findings",
        metavar="N",
        type=click.IntRange(min=0),
        group=_OUTPUT,
        help="Maximum number of findings in text, Markdown, and HTML reports; 0 for no limit. [default: 1000 text, 200 Markdown, 5000 HTML]",
    ),
    option("--quiet", "-q", is_flag=True, group=_OUTPUT, help="Print only the summary line."),
    option(
        "--fail-on",
        type=click.Choice(FAIL_ON),
        group=_GATE,
        help="Lowest severity that fails the gate. [default: error]",
    ),
    option(
        "--suite",
        metavar="FILE",
        type=PATH,
        group=_GATE,
        help="Save the Great Expectations suite built from [[thresholds]] as JSON.",
    ),
    option(
        "--fix",
        is_flag=True,
        group=_FIXING,
        help="Apply safe fixes to the source files and write an undo patch next to each. The report and exit status describe the fixed files.",
    ),
    option(
        "--unsafe-fixes",
        is_flag=True,
        group=_FIXING,
        help="With --fix or --diff: also apply unsafe fixes, which may change the meaning.",
    ),
    option(
        "--diff",
        "show_diff",
        is_flag=True,
        group=_FIXING,
        help="Show the changes that --fix would make without writing them. The exit status describes the unchanged files.",
    ),
    option(
        "--fix-into",
        metavar="DIR",
        type=PATH,
        group=_FIXING,
        help="With --fix: write fixed copies to DIR instead of changing the sources. Unchanged files are not copied. The report describes the copies.",
    ),
    option(
        "--profile",
        is_flag=True,
        help="Print the time spent per rule. Rules run one at a time.",
    ),
)


def check_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of `CheckOptions` to a command."""
    # Decorators apply from the bottom up, so the last option is added first.
    for declare in reversed(_DECLARED):
        command = declare(command)
    return command


def validate_option_combinations(options: CheckOptions, settings: Settings, sources: tuple[str, ...]) -> None:
    """Check, before anything is read, that the options can be used together and with these sources.

    Raises:
        click.UsageError: An option needs another option, a setting, or other sources.

    """
    if options.suite and not settings.thresholds:
        where = f"{settings.path} has none" if settings.path else "no configuration file was found"
        raise click.UsageError(f"--suite requires [[thresholds]] in the configuration, but {where}")
    if options.fix_into and not options.fix:
        raise click.UsageError("--fix-into requires --fix")
    if options.fix_into and options.fix_into.exists() and not options.fix_into.is_dir():
        raise click.UsageError(f"invalid value for --fix-into: `{options.fix_into}` is not a directory")
    if options.unsafe_fixes and not (options.fix or options.show_diff):
        raise click.UsageError("--unsafe-fixes requires --fix or --diff")
    for name, given in (("--fix", options.fix), ("--diff", options.show_diff)):
        # Each round of fixes reads the sources again, and fixes are written to them. Standard input allows neither.
        if given and "-" in sources:
            raise click.UsageError(f"{name} requires files; standard input cannot be fixed")
