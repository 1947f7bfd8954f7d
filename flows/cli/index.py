"""The command `index`, which manages indexes of earlier runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from scholint.flows.cli.exits import exit_on_user_error
from scholint.flows.cli.help import Group, option
from scholint.flows.cli.options import PATH

if TYPE_CHECKING:
    from pathlib import Path


@click.group(
    cls=Group,
    examples={
        "scholint index merge monday-index tuesday-index --into index": "Merge the indexes of two machines:"
    },
)
def index() -> None:
    """Manage the duplicate indexes written by `check --index`."""


@index.command(
    "merge",
    examples={
        "scholint index merge monday-index tuesday-index --into index": "Merge the indexes of two machines:"
    },
)
@click.argument("folders", nargs=-1, required=True, type=PATH, metavar="DIRS...")
@option(
    "--into",
    required=True,
    metavar="DIR",
    type=PATH,
    help="New or empty directory for the merged index.",
)
def merge_indexes(folders: tuple[Path, ...], into: Path) -> None:
    """Merge the indexes in DIRS into a new index."""
    with exit_on_user_error():
        from scholint.flows.pipeline import index as indexes

        merged = indexes.merge(folders, into)
        click.echo(f"{into}: merged, {len(merged.parts):,} run{'s' * (len(merged.parts) != 1)}")
