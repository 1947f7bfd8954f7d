"""The command `flow`: the linter as a Prefect flow."""

from __future__ import annotations

import sys

import click

from scholint import extras
from scholint.errors import ExitStatus
from scholint.flows.cli.exits import exit_on_user_error
from scholint.flows.cli.options import load_settings, output_option, parse_report_files, written_paths


@click.group()
def flow() -> None:
    """Run the linter as a Prefect flow, once or on a schedule."""


@flow.command("run")
@click.argument("sources", nargs=-1, required=True)
@click.option("--config", "config_path", metavar="FILE")
@click.option(
    "--partition-size", type=click.IntRange(min=1), default=64, show_default=True, help="MiB of files a task."
)
@output_option
@click.option(
    "--on",
    metavar="PLACE",
    help="Lint partitions on a Dask cluster: dask://HOST:PORT, or processes:N of this machine.",
)
def run_flow(
    sources: tuple[str, ...],
    config_path: str | None,
    partition_size: int,
    outputs: tuple[str, ...],
    on: str | None,
) -> None:
    """Lint SOURCES once as a Prefect flow."""
    with exit_on_user_error():
        if on is None:
            _require(config_path, "flows", "flow run")
        else:
            from scholint.flows.orchestration import places

            places.parse(on)
            _require(config_path, "dask", "--on")  # which brings Prefect too
        from scholint.flows.pipeline import report_files
        from scholint.flows.sources import arguments

        # Before Prefect is loaded, which takes seconds; the flow checks again.
        paths = written_paths(parse_report_files(outputs), None)
        report_files.check_sources(paths, arguments.resolve(sources).sources)
        from scholint.flows.orchestration.flow import run

        summary = run(sources, config=config_path, partition_mib=partition_size, outputs=outputs, on=on)
        click.echo(summary["line"])
        if summary["failed"]:
            sys.exit(ExitStatus.INCOMPLETE)
        sys.exit(ExitStatus.PASSED if summary["passed"] else ExitStatus.GATE_FAILED)


@flow.command("serve")
@click.argument("sources", nargs=-1, required=True)
@click.option("--cron", metavar="SCHEDULE", help='When to lint: "0 6 * * *" is every morning at six.')
@click.option("--name", default="scholint", show_default=True, help="The deployment's name.")
@click.option("--config", "config_path", metavar="FILE")
@output_option
def serve_flow(
    sources: tuple[str, ...], cron: str | None, name: str, config_path: str | None, outputs: tuple[str, ...]
) -> None:
    """Keep linting SOURCES on a schedule; starts Prefect's own server where none is configured."""
    with exit_on_user_error():
        _require(config_path, "flows", "flow serve")
        from scholint.flows.orchestration import serving
        from scholint.flows.pipeline import report_files
        from scholint.flows.sources.arguments import Source

        # A directory may have no file yet: each run looks again at what it reads.
        named = [Source(path=source, named=source) for source in sources]
        report_files.check_sources(written_paths(parse_report_files(outputs), None), named)
        serving.serve(sources, cron=cron, name=name, config=config_path, outputs=outputs)


def _require(config_path: str | None, extra: extras.Extra, needed_by: str) -> None:
    """Check that the extra of a command is installed, and those that the flow's settings need."""
    from scholint.flows import settings

    settings.require_extras(load_settings(config_path, {}))
    extras.require(extra, needed_by)
