"""What several commands share: settings, report files, progress."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from scholint.flows.pipeline.report_files import ReportFile
    from scholint.flows.settings import Settings

output_option = click.option(
    "--output",
    "outputs",
    multiple=True,
    metavar="[FORMAT=]FILE",
    help="Write a report to FILE too, in the format that its ending names unless FORMAT does; may be given several times.",
)


def load_settings(config_path: str | None, options: dict[str, Any]) -> Settings:
    """Return the settings of the configuration file, with the options of the command line in their place."""
    from dataclasses import replace

    from scholint.flows.settings import discover, load

    path = Path(config_path) if config_path else discover(Path.cwd())
    settings = load(path)
    changes: dict[str, Any] = {
        "select": _split(options.get("select")),
        "ignore": _split(options.get("ignore")),
        "fail_on": options.get("fail_on"),
        "source_format": options.get("source_format"),
    }
    return replace(settings, **{key: value for key, value in changes.items() if value})


def _split(values: tuple[str, ...] | None) -> tuple[str, ...]:
    return tuple(code.strip() for value in values or () for code in value.split(","))


def parse_report_files(outputs: Sequence[str], suite: str | None = None) -> list[ReportFile]:
    """Return the report files that are asked for, all of which can be written, as far as that shows now."""
    from scholint.flows.pipeline import report_files

    files = report_files.parse(outputs)
    report_files.check_paths(written_paths(files, suite))
    return files


def written_paths(files: Sequence[ReportFile], suite: str | None) -> list[Path]:
    """Return the paths of report files, and of the suite and the table that is saved beside it."""
    return [
        *(file.path for file in files),
        *([Path(suite), Path(suite).with_suffix(".csv")] if suite else ()),
    ]


def shortened_list(paths: Sequence[str], most: int = 3) -> str:
    """Return paths in backticks, at most `most` of them, and how many more there are."""
    more = f" and {len(paths) - most:,} more" if len(paths) > most else ""
    return ", ".join(f"`{path}`" for path in paths[:most]) + more


def standard_input() -> tuple[str, ...]:
    """Return the sources to read where none is given: standard input, unless it is a terminal."""
    if sys.stdin is None or sys.stdin.isatty():
        raise click.UsageError("no SOURCE given: name a file, a directory, a URL, or - for standard input")
    return ("-",)


@contextmanager
def progress_bar(*, quiet: bool) -> Iterator[Callable[[int], None] | None]:
    """Show how many records were read; on a terminal only, and not in CI."""
    if quiet or not sys.stderr.isatty() or os.environ.get("CI"):
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.completed:,} records"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda records: bar.advance(task, records)
