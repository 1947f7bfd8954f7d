"""The command `reference`, which lists, updates, adds, and removes reference tables."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from scholint.errors import ExitStatus, TableError
from scholint.flows.cli.exits import CommandError, exit_on_user_error
from scholint.flows.cli.help import Group
from scholint.flows.cli.options import PATH, config_option, format_option, load_settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@click.group(
    cls=Group,
    invoke_without_command=True,
    examples={
        "scholint reference": "Show the tables:",
        "scholint reference add journals.csv": "Add a table of your own:",
    },
)
@format_option("text", "json")
@click.pass_context
def reference(context: click.Context, output_format: str) -> None:
    """Show the reference tables: rows, age, license, and location."""
    if context.invoked_subcommand:
        return
    with exit_on_user_error():
        from scholint.flows.reference_tables import store

        tables = store.listing()
        if output_format == "json":
            click.echo(json.dumps(tables, indent=2))
        else:
            for table in tables:
                _print_table(table)
        if faults := [table["fault"] for table in tables if table["fault"]]:
            raise CommandError("\nscholint: ".join(faults), ExitStatus.USAGE)


def _print_table(table: Mapping[str, Any]) -> None:
    age = "" if table["days"] is None else f" ({table['days']:,} days old)"
    rows = "damaged" if table["fault"] else _row_count(table["rows"])
    click.echo(f"{table['name']:18} {rows:>14}, as of {table['as_of']}{age}, {table['what']}")
    click.echo(f"{'':18} {table['licence']}; {table['path']}")


def _row_count(rows: int) -> str:
    return f"{rows:,} row{'s' * (rows != 1)}"


@reference.command(
    "update",
    examples={"scholint reference update crossref-members": "Download one list again:"},
)
@click.argument("lists", nargs=-1, metavar="[LIST]...")
@config_option()
def update_reference(lists: tuple[str, ...], config_path: Path | None) -> None:
    """Download the public LISTS again (default: all). A list that looks truncated replaces nothing."""
    with exit_on_user_error():
        from scholint.flows.reference_tables import store
        from scholint.flows.reference_tables.lists import LISTS

        settings = load_settings(config_path)
        if unknown := [name for name in lists if name not in LISTS]:
            raise click.UsageError(f"invalid list `{unknown[0]}`, expected one of {', '.join(LISTS)}")
        failed = False
        for name in lists or LISTS:
            click.echo(f"scholint: downloading {name}: {LISTS[name].what}", err=True)
            try:
                row = store.update(name, settings)
            except TableError as error:
                # The other lists do not depend on this one, so they are still updated.
                failed = True
                click.echo(f"scholint: {error}", err=True)
            else:
                click.echo(f"{name}: {_row_count(row['rows'])}")
        sys.exit(ExitStatus.INCOMPLETE if failed else ExitStatus.PASSED)


@reference.command("add", examples={"scholint reference add journals.csv": "Add your own list of journals:"})
@click.argument("file", type=PATH)
def add_reference(file: Path) -> None:
    """Add a reference table from FILE.

    FILE is CSV, TSV, or Parquet, with the columns `issn` and `title` (optionally `publisher`), or `prefix` and
    `registrant`.
    """
    with exit_on_user_error():
        from scholint.flows.reference_tables import store

        row = store.add(file)
        skipped = f", {row['left_out']:,} skipped with an invalid ISSN or prefix" if row["left_out"] else ""
        click.echo(f"{row['name']}: added {_row_count(row['rows'])} to the {row['table']} table{skipped}")


@reference.command(
    "remove", examples={"scholint reference remove journals": "Remove the table of journals.csv:"}
)
@click.argument("name")
def remove_reference(name: str) -> None:
    """Remove the reference table NAME that was added or updated."""
    with exit_on_user_error():
        from scholint.flows.reference_tables import store

        store.remove(name)
        click.echo(f"{name}: removed")
