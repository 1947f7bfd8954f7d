"""The command `index`: indexes of earlier runs."""

from __future__ import annotations

from pathlib import Path

import click

from scholint.flows.cli.exits import exit_on_user_error


@click.group()
def index() -> None:
    """Indexes of `check --index`: what earlier runs left to judge duplicates against."""


@index.command("merge")
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--into", required=True, metavar="FOLDER", type=click.Path(path_type=Path), help="A new folder."
)
def merge_indexes(folders: tuple[Path, ...], into: Path) -> None:
    """Write an index that knows what the indexes in FOLDERS know."""
    with exit_on_user_error():
        from scholint.flows.pipeline import index as indexes

        merged = indexes.merge(folders, into)
        click.echo(f"{into}: {len(merged.parts)} parts")
