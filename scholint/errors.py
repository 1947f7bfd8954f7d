"""The errors that scholint raises for its users, all below `ScholintError`; this module imports nothing of scholint.

The message of each is one sentence for the user. A second base is the built-in error that the case would be without
scholint, so that `except OSError` around a call also catches what is missing on disk or on the web.

What one module raises for another that handles it, such as `PathError`, stays with the module that raises it. Where one
of those reaches the user all the same, or a `ContractError` does, there is a bug in scholint or in a rule.
"""

from __future__ import annotations

from enum import IntEnum


class ExitStatus(IntEnum):
    """The exit statuses of the command line."""

    PASSED = 0
    GATE_FAILED = 1
    USAGE = 2
    """The command, an option or the configuration cannot be followed."""
    INCOMPLETE = 3
    """The checks could not be completed: a source is missing, or was not read to its end."""
    UNWRITTEN = 4
    """A report or a fix could not be written."""
    INTERRUPTED = 130


class ScholintError(Exception):
    """An error that a user can act on; `exit_status` is what the command line exits with."""

    exit_status = ExitStatus.USAGE


class ConfigurationError(ScholintError, ValueError):
    """The configuration file cannot be read, or a setting in it is not valid."""


class UnknownRuleError(ScholintError, ValueError):
    """No rule has this code, name or family."""


class FormatError(ScholintError, ValueError):
    """No input format has this name, or the declaration of a format is not valid."""


class ThresholdError(ScholintError, ValueError):
    """A threshold of the gate is not valid."""


class TableError(ScholintError, ValueError):
    """A reference table cannot be read, updated, added or removed."""

    def __init__(self, sentence: str) -> None:
        # Polars raises an error from inside an expression again, with the whole expression after the sentence.
        super().__init__(sentence.partition("\n")[0])


class IndexFaultError(ScholintError, ValueError):
    """An index of earlier runs cannot be read, written, or compared with this run."""


class MissingExtraError(ScholintError, ImportError):
    """An extra of the package is needed and not installed; the message has the command that installs it."""


class PlaceError(ScholintError, ValueError):
    """The value of `--on` names no Dask cluster."""


class ScheduleError(ScholintError, ValueError):
    """The value of `--cron` is not a schedule."""


class UnknownFormatError(ScholintError, ValueError):
    """The extension of a report file names no report format."""


class OutputError(ScholintError, ValueError):
    """A report file cannot be written; found before any source is read."""


class SourceError(ScholintError, ValueError):
    """A source does not exist, or its name matches nothing."""

    exit_status = ExitStatus.INCOMPLETE


class FetchError(ScholintError, OSError):
    """A URL cannot be read."""

    exit_status = ExitStatus.INCOMPLETE


class ServerError(ScholintError, OSError):
    """Prefect's own server did not start."""

    exit_status = ExitStatus.INCOMPLETE


class ReportError(ScholintError, OSError):
    """A report could not be written; found when the run was over."""

    exit_status = ExitStatus.UNWRITTEN


class FixError(ScholintError, OSError):
    """The fixes of a file could not be written."""

    exit_status = ExitStatus.UNWRITTEN
