"""The command line, run in the process of the tests, and records for it to check."""

from __future__ import annotations

import json
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from click.testing import CliRunner

from scholint.flows.cli import main

if TYPE_CHECKING:
    from click.testing import Result

GOOD = {"title": "A study of tides", "doi": "10.1000/1", "year": "2020"}
BAD = {"title": "A history of bread", "doi": "10.12/5", "year": "2020"}
FIXABLE = {**GOOD, "doi": "https://doi.org/10.1000/1"}


def run(*arguments: str, stdin: str = "", cwd: Path = Path("/"), **environment: str) -> Result:
    """Run `scholint ARGUMENTS` in this process: exit_code, stdout and stderr are what a user gets.

    The default working directory has no configuration file above it.
    """
    with TemporaryFile() as standard_input, chdir(cwd):  # a real file, since the reader asks for its number
        standard_input.write(stdin.encode())
        standard_input.seek(0)
        return CliRunner(env=environment).invoke(main, arguments, standard_input, catch_exceptions=False)


def write_records(folder: Path, *records: object, name: str = "records.jsonl") -> str:
    """Write a file of JSON lines into the folder, and return its path as an argument of the command line."""
    path = folder / name
    path.write_text("".join(json.dumps(r) + "\n" for r in records), "utf-8")
    return str(path)
