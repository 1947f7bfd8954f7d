"""The command line interface."""

from __future__ import annotations

import click

from scholint.flows.cli import check, flow, index, reference, rules
from scholint.flows.cli.exits import exit_on_user_error
from scholint.flows.cli.help import Group, option


@click.group(
    cls=Group,
    invoke_without_command=True,
    no_args_is_help=True,
    subcommand_metavar="COMMAND [ARGS]...",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    examples={
        "scholint check works.jsonl": "Lint a file:",
        "scholint rule DOI001": "Explain a rule:",
        "scholint --version --verbose": "Show the versions to name in a bug report:",
    },
)
@option("--version", "-V", is_flag=True, help="Show the version and exit.")
@option(
    "--verbose",
    is_flag=True,
    help="With --version: also show the versions of libraries and extras, and the dates of reference tables.",
)
@click.pass_context
def main(context: click.Context, version: bool, verbose: bool) -> None:  # noqa: FBT001 - click passes flags by name
    """Lint scholarly metadata records and report findings.

    Exit status: 0 passed; 1 gate failed; 2 usage or configuration error; 3 checks incomplete; 4 a
    report or fix could not be written.
    """
    if verbose and not version:
        raise click.UsageError("--verbose requires --version")
    if version:
        from scholint.flows.cli.version import version_text

        with exit_on_user_error():
            click.echo(version_text(verbose=verbose))
        context.exit()
    if context.invoked_subcommand is None:
        raise click.UsageError("Missing command.")


for command in (
    check.check,
    rules.rules,
    rules.rule,
    rules.formats,
    reference.reference,
    index.index,
    flow.flow,
):
    main.add_command(command)
