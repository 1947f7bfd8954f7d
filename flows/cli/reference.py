"""The command `reference`: reference tables listed, updated, added and removed."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from scholint.errors import ExitStatus, TableError
from scholint.flows.cli.exits import CommandError, exit_on_user_error
from scholint.flows.cli.options import load_settings


@click.group(invoke_without_command=True)
@click.option("--format", "output_format", type=click.Choice(("text", "json")), default="text")
@click.pass_context
def reference(context: click.Context, output_format: str) -> None:
    """Show the reference tables that rules read: rows, age, licence, place."""
    if context.invoked_subcommand:
        return
    with exit_on_user_error():
        from scholint.flows.reference_tables import store

        listed = store.listing()
        if output_format == "json":
            import json

            click.echo(json.dumps(listed, indent=2))
        else:
            for row in listed:
                age = "" if row["days"] is None else f" ({row['days']:,} days old)"
                rows = f"{'damaged':>14}" if row["fault"] else f"{row['rows']:>9,} rows"
                click.echo(f"{row['name']:18} {rows}, as of {row['as_of']}{age}, {row['what']}")
                click.echo(f"{'':18} {row['licence']}; {row['path']}")
        if faults := [row["fault"] for row in listed if row["fault"]]:
            raise CommandError("\nscholint: ".join(faults), ExitStatus.USAGE)


@reference.command("update")
@click.argument("lists", nargs=-1, metavar="[LIST]...")
@click.option("--config", "config_path", metavar="FILE")
def update_reference(lists: tuple[str, ...], config_path: str | None) -> None:
    """Fetch public LISTS anew, all where none is named; nothing is replaced by a list that looks cut short."""
    with exit_on_user_error():
        from scholint.flows.reference_tables import store
        from scholint.flows.reference_tables.lists import LISTS

        settings = load_settings(config_path, {})
        if unknown := [name for name in lists if name not in LISTS]:
            raise click.UsageError(f"received list `{unknown[0]}`, valid are {', '.join(LISTS)}")
        failed = False
        for name in lists or LISTS:
            click.echo(f"scholint: fetching {name}: {LISTS[name].what}", err=True)
            try:
                row = store.update(name, settings)
            except TableError as error:
                failed = True
                click.echo(f"scholint: {error}", err=True)
            else:
                click.echo(f"{name}: {row['rows']:,} rows")
        sys.exit(ExitStatus.INCOMPLETE if failed else ExitStatus.PASSED)


@reference.command("add")
@click.argument("file", type=click.Path(path_type=Path))
def add_reference(file: Path) -> None:
    """Add FILE (CSV, TSV, Parquet): `issn` and `title`, with `publisher`; or `prefix` and `registrant`."""
    with exit_on_user_error():
        from scholint.flows.reference_tables import store

        row = store.add(file)
        left = f", {row['left_out']:,} left out whose ISSN or prefix is none" if row["left_out"] else ""
        rows = f"{row['rows']:,} row{'s' * (row['rows'] != 1)}"
        click.echo(f"{row['name']}: {rows} for the table {row['table']}{left}")


@reference.command("remove")
@click.argument("name")
def remove_reference(name: str) -> None:
    """Take the table NAME away again, which was added or updated."""
    with exit_on_user_error():
        from scholint.flows.reference_tables import store

        store.remove(name)
        click.echo(f"{name}: removed")
