"""Exit statuses, and user errors as one sentence."""

from __future__ import annotations

import os
import sys
import traceback
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

import click

from scholint import extras

if TYPE_CHECKING:
    from collections.abc import Iterator

PASSED, GATE_FAILED, USAGE, INCOMPLETE, UNPUBLISHED = range(5)


class Stop(click.ClickException):
    """One clear sentence on standard error, and an exit status."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status

    @property
    def exit_code(self) -> int:  # type: ignore[override]
        """The exit status."""
        return self.status

    def show(self, file: Any = None) -> None:
        """Print the sentence."""
        click.echo(f"scholint: {self.format_message()}", err=True, file=file)


@contextmanager
def exit_on_user_error() -> Iterator[None]:
    """Turn the errors that a user can cause into one sentence and an exit status."""
    from scholint.checks.catalogue import UnknownRuleError
    from scholint.checks.reference.tables import TableError
    from scholint.flows.formats.declaration import FormatError
    from scholint.flows.orchestration.places import PlaceError
    from scholint.flows.pipeline.index import IndexFaultError
    from scholint.flows.pipeline.report_files import OutputError, UnwrittenError
    from scholint.flows.settings import ConfigurationError
    from scholint.flows.sources.arguments import SourceError
    from scholint.reports.gate.thresholds import ThresholdError
    from scholint.reports.writers.formats import UnknownFormatError

    try:
        yield
    except (
        *(
            ConfigurationError,
            FormatError,
            IndexFaultError,
            OutputError,
            PlaceError,
            TableError,
            ThresholdError,
            UnknownFormatError,
            UnknownRuleError,
            extras.MissingExtraError,
        ),
    ) as error:
        raise Stop(str(error), USAGE) from None
    except SourceError as error:
        raise Stop(str(error), INCOMPLETE) from None
    except UnwrittenError as error:
        raise Stop(str(error), UNPUBLISHED) from None
    except BrokenPipeError:
        _quiet_exit()
    except KeyboardInterrupt:
        raise Stop("interrupted", 130) from None
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is
        # Python's own status for a traceback is 1, which says that the records failed the gate.
        traceback.print_exc()
        raise Stop(
            f"stopped by a fault of its own, {type(error).__name__}; please report it", INCOMPLETE
        ) from None


def _quiet_exit() -> NoReturn:
    """Leave as a program should whose reader has left: without a word."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(PASSED)
