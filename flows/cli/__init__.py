"""The command line."""

from __future__ import annotations

import click

from scholint.flows.cli import check, flow, index, reference, rules
from scholint.version import VERSION


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(VERSION, "-V", "--version", prog_name="scholint", message="%(prog)s %(version)s")
def main() -> None:
    """Lint scholarly metadata: records in, findings out.

    Exit status: 0 passed; 1 the gate failed; 2 usage or configuration; 3 the checks could not be
    completed; 4 a report or a fix could not be written.
    """


for command in (
    *(check.check, rules.rules, rules.rule, rules.formats, reference.reference, index.index, flow.flow),
):
    main.add_command(command)
