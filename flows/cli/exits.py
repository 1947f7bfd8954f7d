"""User errors as one sentence and an exit status."""

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
    """One sentence on standard error, and an exit status."""

    def __init__(self, message: str, status: ExitStatus) -> None:
        super().__init__(message)
        self.status = status

    @property
    def exit_code(self) -> int:  # type: ignore[override]
        """The exit status, by the name that click reads."""
        return self.status

    def show(self, file: Any = None) -> None:
        """Print the sentence."""
        click.echo(f"scholint: {self.format_message()}", err=True, file=file)


@contextmanager
def exit_on_user_error() -> Iterator[None]:
    """Turn the errors that a user can cause into one sentence and an exit status."""
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
    except Exception as error:  # noqa: BLE001 - whatever it is
        # Python's own status for a traceback is 1, which says that the records failed the gate.
        traceback.print_exc()
        name = type(error).__name__
        raise CommandError(f"internal error ({name}), please report it", ExitStatus.INCOMPLETE) from None


def _exit_silently() -> NoReturn:
    """Exit without an error, since whoever reads standard output has closed it."""
    # Python flushes standard output as it exits, and would complain about the closed pipe.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(ExitStatus.PASSED)
