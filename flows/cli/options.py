"""Code that several commands use: options, settings, report files, and progress."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scholint.flows.cli.help import OPTIONS, option

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from scholint.flows.pipeline.report_files import ReportFile
    from scholint.flows.settings import Settings
    from scholint.reports.gate.decision import FailOn


class _Path(click.Path):
    """The type of options that take the path of a file or directory. The path does not need to exist."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path. An empty path is an error, because it would mean the working directory."""
        if not str(value):
            self.fail("the path is empty", param, ctx)
        return super().convert(value, param, ctx)


PATH = _Path(path_type=Path)


def config_option(group: str = OPTIONS) -> Callable[[Any], Any]:
    """Return a decorator that adds the option `--config` to a command."""
    return option(
        "--config",
        "config_path",
        metavar="FILE",
        type=PATH,
        group=group,
        help="Path to scholint.toml or pyproject.toml. [default: the nearest one in this or a parent directory]",
    )


def output_option(group: str = OPTIONS) -> Callable[[Any], Any]:
    """Return a decorator that adds the option `--output` to a command."""
    return option(
        "--output",
        "outputs",
        metavar="[FORMAT=]FILE",
        multiple=True,
        group=group,
        help="Write a report to FILE, in the format of its extension unless FORMAT is given. Can be repeated.",
    )


def format_option(*formats: str) -> Callable[[Any], Any]:
    """Return a decorator that adds the option `--format` to a command. The first format is the default."""
    return option(
        "--format", "output_format", type=click.Choice(formats), default=formats[0], help="Output format."
    )


def load_settings(
    config_path: Path | None,
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    fail_on: FailOn | None = None,
    source_format: str | None = None,
) -> Settings:
    """Return the settings of the configuration file. Options of the command line take precedence over them.

    `select`, `ignore`: the values of the options, each with one or several codes separated by commas.

    Raises:
        ConfigurationError: The configuration file cannot be read, or a setting in it is not valid.

    """
    from scholint.flows.settings import discover, load

    settings = load(config_path or discover(Path.cwd()))
    return replace(
        settings,
        select=_split(select) or settings.select,
        ignore=_split(ignore) or settings.ignore,
        fail_on=fail_on or settings.fail_on,
        source_format=source_format or settings.source_format,
    )


def _split(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(code.strip() for value in values for code in value.split(","))


def parse_report_files(outputs: Sequence[str], suite: Path | None = None) -> list[ReportFile]:
    """Return the report files of `--output`, after checking that all of them and `suite` can be written.

    Raises:
        OutputError: A file cannot be written, or a value of `--output` is not valid.
        UnknownFormatError: The extension of a file does not belong to a report format.

    """
    from scholint.flows.pipeline import report_files

    files = report_files.parse(outputs)
    report_files.refuse_unwritable(written_paths(files, suite))
    return files


def written_paths(files: Sequence[ReportFile], suite: Path | None = None) -> list[Path]:
    """Return the paths of all files that the run writes: the report files, the suite, and the table of the suite."""
    return [*(file.path for file in files), *([suite, suite.with_suffix(".csv")] if suite else ())]


def shortened_list(paths: Sequence[str], most: int = 3) -> str:
    """Return the first `most` paths in backticks, and how many more there are."""
    more = f" and {len(paths) - most:,} more" if len(paths) > most else ""
    return ", ".join(f"`{path}`" for path in paths[:most]) + more


def standard_input() -> tuple[str, ...]:
    """Return the sources for a command line that names none: standard input.

    Raises:
        click.UsageError: Standard input is a terminal.

    """
    if sys.stdin is None or sys.stdin.isatty():
        raise click.UsageError(
            "no SOURCE given: specify a file, directory, glob pattern, or URL, or - for standard input"
        )
    return ("-",)


@contextmanager
def progress_bar(*, quiet: bool) -> Iterator[Callable[[int], None] | None]:
    """Show how many records have been read. Yield a function to call with the number of further records.

    If `quiet`, in CI, or if standard error is not a terminal, show nothing and yield None.
    """
    if quiet or not sys.stderr.isatty() or os.environ.get("CI"):
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.completed:,} records"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda records: bar.advance(task, records)
