"""The library call `scholint.check`."""

from __future__ import annotations

from pathlib import Path

import scholint
from tests.command_line import BAD, GOOD, write_records


def test_the_library_takes_one_path_and_one_code_without_a_list(tmp_path: Path) -> None:
    path = write_records(tmp_path, GOOD, BAD)
    expected = scholint.check([path], select=["DOI001"]).metrics
    assert expected["violations"].to_list() == [1]
    assert scholint.check(path, select="DOI001").metrics.equals(expected)
    assert scholint.check(Path(path), ignore="IDN", select=("DOI001",)).metrics.equals(expected)
