"""The commands `rules`, `rule`, and `formats`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from scholint.flows.cli.exits import exit_on_user_error
from scholint.flows.cli.help import Command
from scholint.flows.cli.options import config_option, format_option, load_settings

if TYPE_CHECKING:
    from pathlib import Path


@click.command(cls=Command, examples={"scholint rules --format json": "List the rules for a program:"})
@format_option("text", "json")
def rules(output_format: str) -> None:
    """List all rules, one per line."""
    from scholint.reports import rule_pages

    click.echo(rule_pages.listing(output_format), nl=False)


@click.command(cls=Command, examples={"scholint rule DOI001": "Explain what the rule flags, and why:"})
@click.argument("code")
@format_option("text", "json", "markdown")
def rule(code: str, output_format: str) -> None:
    """Explain a rule, given its CODE or name."""
    from scholint.checks import catalogue
    from scholint.flows.pipeline.example import reported_finding
    from scholint.reports import rule_pages

    with exit_on_user_error():
        chosen = catalogue.find(code)
        finding = "" if output_format == "json" else reported_finding(chosen)
        click.echo(rule_pages.page(chosen, output_format, finding), nl=False)


@click.command(
    cls=Command,
    examples={
        "scholint formats --config scholint.toml": "List also the formats that scholint.toml declares:"
    },
)
@config_option()
def formats(config_path: Path | None) -> None:
    """List the supported input formats."""
    from scholint.flows.formats.declaration import formats as declared_formats

    with exit_on_user_error():
        for name, declared in declared_formats(load_settings(config_path).formats).items():
            click.echo(f"{name:18} {declared.title}")
