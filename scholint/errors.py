"""The errors that scholint raises for its users. All of them are subclasses of `ScholintError`.

The message of each error is one sentence for the user. Each class also inherits from the built-in error for the same
kind of problem. For example, `except OSError` catches a `FetchError`. This module imports nothing of scholint.

Errors that one module raises for another, such as `PathError`, are defined in the module that raises them. If such an
error or a `ContractError` reaches the user, there is a bug in scholint or in a rule.
"""

from __future__ import annotations

from datetime import date, time
from enum import IntEnum
from typing import Any


class ExitStatus(IntEnum):
    """The exit statuses of the command line."""

    PASSED = 0
    GATE_FAILED = 1
    USAGE = 2
    """The command, an option, or the configuration is not valid."""
    INCOMPLETE = 3
    """The checks could not be completed: a source is missing or could not be read to its end."""
    UNWRITTEN = 4
    """A report or a fix could not be written."""
    INTERRUPTED = 130


def shown(value: Any) -> str:
    """Return a value of the configuration for a message: booleans and dates as in TOML, other values as in Python."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, date | time) else repr(value)


class ScholintError(Exception):
    """An error that a user can act on. The command line exits with `exit_status`."""

    exit_status = ExitStatus.USAGE


class ConfigurationError(ScholintError, ValueError):
    """The configuration file cannot be read, or a setting in it is not valid."""


class UnknownRuleError(ScholintError, ValueError):
    """No rule or family has the given code or name."""


class FormatError(ScholintError, ValueError):
    """No input format has the given name, or the declaration of a format is not valid."""


class ThresholdError(ScholintError, ValueError):
    """A threshold of the gate is not valid."""


class TableError(ScholintError, ValueError):
    """A reference table cannot be read, updated, added or removed."""

    def __init__(self, sentence: str) -> None:
        # If an error is raised inside an expression, Polars appends the expression to the message.
        super().__init__(sentence.partition("\n")[0])


class IndexFaultError(ScholintError, ValueError):
    """An index of earlier runs cannot be read, written, or compared with this run."""


class MissingExtraError(ScholintError, ImportError):
    """An extra of the package is needed but not installed. The message contains the command that installs it."""


class PlaceError(ScholintError, ValueError):
    """The value of `--on` is not valid."""


class ScheduleError(ScholintError, ValueError):
    """The value of `--cron` is not a valid schedule."""


class UnknownFormatError(ScholintError, ValueError):
    """The extension of a report file does not belong to a report format."""


class OutputError(ScholintError, ValueError):
    """A report file cannot be written. This is checked before any source is read."""


class SourceError(ScholintError, ValueError):
    """A source does not exist, or no file matches its glob pattern."""

    exit_status = ExitStatus.INCOMPLETE


class FetchError(ScholintError, OSError):
    """The content of a URL cannot be downloaded."""

    exit_status = ExitStatus.INCOMPLETE


class ServerError(ScholintError, OSError):
    """The local Prefect server did not start."""

    exit_status = ExitStatus.INCOMPLETE


class ReportError(ScholintError, OSError):
    """A report could not be written at the end of the run."""

    exit_status = ExitStatus.UNWRITTEN


class RecordsNotKeptError(ScholintError, ValueError):
    """The records of a result are requested, but the run did not keep them."""


class FixError(ScholintError, OSError):
    """The fixes of a file could not be written."""

    exit_status = ExitStatus.UNWRITTEN
