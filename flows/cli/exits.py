"""Errors on the command line: each becomes one sentence and an exit status."""

from __future__ import annotations

import os
import sys
import traceback
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

import click

from scholint.errors import ExitStatus, ScholintError

if TYPE_CHECKING:
    from collections.abc import Iterator


class CommandError(click.ClickException):
    """An error that prints one sentence to standard error and sets the exit status."""

    def __init__(self, message: str, status: ExitStatus) -> None:
        super().__init__(message)
        self.status = status

    @property
    def exit_code(self) -> int:  # type: ignore[override]
        """The exit status. Click reads it under this name."""
        return self.status

    def show(self, file: Any = None) -> None:
        """Print the sentence to standard error."""
        click.echo(f"scholint: {self.format_message()}", err=True, file=file)


@contextmanager
def exit_on_user_error() -> Iterator[None]:
    """Turn errors inside the context into one sentence and an exit status.

    Errors other than `ScholintError` are reported as internal errors, with their traceback.

    Raises:
        CommandError: An error was raised inside the context, or the user interrupted the program.

    """
    try:
        yield
    except ScholintError as error:
        raise CommandError(str(error), error.exit_status) from None
    except BrokenPipeError:
        _exit_silently()
    except KeyboardInterrupt:
        raise CommandError("interrupted", ExitStatus.INTERRUPTED) from None
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except Exception as error:  # noqa: BLE001 - any other error is a bug
        # After a traceback, Python exits with 1, which here means that the gate failed.
        traceback.print_exc()
        name = type(error).__name__
        raise CommandError(f"internal error ({name}), please report it", ExitStatus.INCOMPLETE) from None


def _exit_silently() -> NoReturn:
    """Exit without an error, because the reader of standard output has closed it."""
    # Python flushes standard output at exit, and would report the closed pipe.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(ExitStatus.PASSED)
