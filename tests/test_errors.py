"""The exceptions that users catch."""

from __future__ import annotations

import inspect
import pickle
import subprocess
import sys

import pytest

from scholint import errors
from scholint.errors import ExitStatus, ScholintError

CLASSES = [cls for _, cls in inspect.getmembers(errors, inspect.isclass) if issubclass(cls, ScholintError)]


@pytest.mark.parametrize("cls", CLASSES)
def test_every_error_has_a_failing_exit_status_other_than_that_of_the_gate(cls: type[ScholintError]) -> None:
    assert cls.exit_status in (ExitStatus.USAGE, ExitStatus.INCOMPLETE, ExitStatus.UNWRITTEN)


@pytest.mark.parametrize("cls", [cls for cls in CLASSES if cls is not ScholintError])
def test_every_error_is_also_the_built_in_error_of_its_kind(cls: type[ScholintError]) -> None:
    assert issubclass(cls, ValueError | OSError | ImportError)


@pytest.mark.parametrize("cls", CLASSES)
def test_a_sentence_survives_the_way_from_a_worker_process(cls: type[ScholintError]) -> None:
    again = pickle.loads(pickle.dumps(cls("cannot read `a`")))
    assert (type(again), str(again)) == (cls, "cannot read `a`")


def test_the_errors_load_nothing_else_of_scholint() -> None:
    program = "import sys, scholint.errors; print(*(m for m in sys.modules if m.startswith(('scholint', 'polars'))))"
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert sorted(shown.split()) == ["scholint", "scholint.errors", "scholint.version"]
