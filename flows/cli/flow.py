"""The command `flow`, which runs the linter as a Prefect flow."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from scholint import extras
from scholint.errors import ExitStatus
from scholint.flows.cli.exits import exit_on_user_error
from scholint.flows.cli.help import Group, option
from scholint.flows.cli.options import (
    config_option,
    load_settings,
    output_option,
    parse_report_files,
    written_paths,
)

if TYPE_CHECKING:
    from pathlib import Path

_RUN = {"scholint flow run feed/ --output report.html": "Lint a directory, and write the HTML report:"}
_SERVE = {
    'scholint flow serve feed/ --cron "0 6 * * *" --output report.html': "Lint a directory every day at 06:00 UTC:"
}


@click.group(cls=Group, examples=_RUN | _SERVE)
def flow() -> None:
    """Run the linter as a Prefect flow, once or on a schedule."""


@flow.command(
    "run",
    examples={
        **_RUN,
        "scholint flow run feed/ --on processes:4": "Share the work among four processes (requires scholint[dask]):",
    },
)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@output_option()
@config_option()
@option(
    "--partition-size",
    metavar="MIB",
    type=click.IntRange(min=1),
    default=64,
    help="MiB of files per task.",
)
@option(
    "--on",
    metavar="PLACE",
    help="Run on a Dask cluster: dask://HOST:PORT, or processes:N for N local processes.",
)
def run_flow(
    sources: tuple[str, ...],
    outputs: tuple[str, ...],
    config_path: Path | None,
    partition_size: int,
    on: str | None,
) -> None:
    """Lint SOURCES once as a Prefect flow."""
    with exit_on_user_error():
        if on is None:
            _require(config_path, "flows", "flow run")
        else:
            from scholint.flows.orchestration import places

            places.parse(on)
            _require(config_path, "dask", "--on")  # this extra includes Prefect
        from scholint.flows.pipeline import report_files
        from scholint.flows.sources import arguments

        # The flow checks this, too. Checking here reports an error before Prefect is imported, which takes seconds.
        paths = written_paths(parse_report_files(outputs))
        report_files.refuse_sources(paths, arguments.resolve(sources).sources)
        from scholint.flows.orchestration.flow import run

        config = str(config_path) if config_path else None
        summary = run(sources, config=config, partition_mib=partition_size, outputs=outputs, on=on)
        click.echo(summary["line"])
        if summary["failed"]:
            sys.exit(ExitStatus.INCOMPLETE)
        sys.exit(ExitStatus.PASSED if summary["passed"] else ExitStatus.GATE_FAILED)


@flow.command("serve", examples=_SERVE)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@option(
    "--cron",
    metavar="SCHEDULE",
    help='Cron schedule in UTC, for example "0 6 * * *" for every day at 06:00. [default: only runs started by hand]',
)
@option("--name", default="scholint", help="Deployment name.")
@output_option()
@config_option()
def serve_flow(
    sources: tuple[str, ...],
    cron: str | None,
    name: str,
    outputs: tuple[str, ...],
    config_path: Path | None,
) -> None:
    """Lint SOURCES on a schedule. Starts a local Prefect server if none is configured."""
    with exit_on_user_error():
        _require(config_path, "flows", "flow serve")
        from scholint.flows.orchestration import serving
        from scholint.flows.pipeline import report_files
        from scholint.flows.sources.arguments import Source

        # The sources are not resolved here, because each run resolves them again. A directory may still be empty.
        named = [Source(path=source, name=source) for source in sources]
        report_files.refuse_sources(written_paths(parse_report_files(outputs)), named)
        config = str(config_path) if config_path else None
        serving.serve(sources, cron=cron, name=name, config=config, outputs=outputs)


def _require(config_path: Path | None, extra: extras.Extra, needed_by: str) -> None:
    """Check that the extra that a command needs is installed, and also the extras that the settings need.

    Raises:
        MissingExtraError: An extra is not installed.

    """
    from scholint.flows import settings

    settings.require_extras(load_settings(config_path))
    extras.require(extra, needed_by)
