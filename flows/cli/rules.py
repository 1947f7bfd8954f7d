"""The commands `rules`, `rule` and `formats`."""

from __future__ import annotations

import click

from scholint.flows.cli.exits import exit_on_user_error
from scholint.flows.cli.options import load_settings


@click.command()
@click.option("--format", "output_format", type=click.Choice(("text", "json")), default="text")
def rules(output_format: str) -> None:
    """List every rule, one line each."""
    from scholint.reports import rule_pages

    click.echo(rule_pages.listing(output_format), nl=False)


@click.command()
@click.argument("code")
@click.option("--format", "output_format", type=click.Choice(("text", "json", "markdown")), default="text")
def rule(code: str, output_format: str) -> None:
    """Explain a rule, by CODE or name."""
    from scholint.checks import catalogue
    from scholint.flows.pipeline.example import reported_finding
    from scholint.reports import rule_pages

    with exit_on_user_error():
        chosen = catalogue.find(code)
        finding = "" if output_format == "json" else reported_finding(chosen)
        click.echo(rule_pages.page(chosen, output_format, finding), nl=False)


@click.command()
@click.option("--config", "config_path", metavar="FILE")
def formats(config_path: str | None) -> None:
    """List the formats that can be read."""
    from scholint.flows.formats.declaration import formats as declared_formats

    with exit_on_user_error():
        for name, declared in declared_formats(load_settings(config_path, {}).formats).items():
            click.echo(f"{name:18} {declared.title}")
