"""Diffs of lines: `patch` makes the new bytes from the old ones, and the old from the new, whatever changed."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scholint.flows.fixing import line_diff

if TYPE_CHECKING:
    from pathlib import Path

LINE = st.sampled_from([b"\n", b"{\n", b"}\r\n", b"a\n", b"b\r\n", b"c\x85\xff\n", b"-- d\n"])
TEXT = st.builds(
    lambda lines, last: [*lines, *last], st.lists(LINE), st.sampled_from([[], [b"a"], [b"\xe9"]])
)


def patched(folder: Path, before: list[bytes], diff: bytes) -> bytes:
    if not diff:
        return b"".join(before)
    (folder / "a").write_bytes(b"".join(before))
    (folder / "p").write_bytes(diff)
    subprocess.run(["patch", "--binary", "--quiet", str(folder / "a"), str(folder / "p")], check=True)
    return (folder / "a").read_bytes() if (folder / "a").exists() else b""


@given(before=TEXT, after=TEXT)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_patch_makes_the_new_lines_from_any_old_ones(
    tmp_path: Path, before: list[bytes], after: list[bytes]
) -> None:
    diff = b"".join(line_diff.unified(before, after, ("a", "a")))
    assert patched(tmp_path, before, diff) == b"".join(after)


RECORDS = [b"a\n", b"b\n", b"c\n", b"d\n"]
DIFFS = {
    "nothing": (RECORDS, RECORDS, ""),
    "a line changed": (RECORDS, [b"a\n", b"B\n", b"c\n", b"d\n"], "@@ -2 +2 @@|-b|+B"),
    "neighbors changed": (
        RECORDS,
        [b"a\n", b"B\n", b"C\n", b"d\n"],
        "@@ -2,2 +2,2 @@|-b|-c|+B|+C",
    ),
    "every second changed": (
        RECORDS,
        [b"A\n", b"b\n", b"C\n", b"d\n"],
        "@@ -1 +1 @@|-a|+A|@@ -3 +3 @@|-c|+C",
    ),
    "a line removed": (RECORDS, [b"a\n", b"c\n", b"d\n"], "@@ -2 +1,0 @@|-b"),
    "a line that is kept as nothing": (RECORDS, [b"a\n", b"", b"c\n", b"d\n"], "@@ -2 +1,0 @@|-b"),
    "one added, one removed": (
        RECORDS,
        [b"a\n", b"x\n", b"b\n", b"c\n"],
        "@@ -1,0 +2 @@|+x|@@ -4 +4,0 @@|-d",
    ),
    "every copy removed": (
        [b"a\n", b"a\n", b"b\n", b"b\n", b"c\n", b"c\n"],
        [b"a\n", b"b\n", b"c\n"],
        "@@ -2 +1,0 @@|-a|@@ -4,2 +2,0 @@|-b|-c",
    ),
    "equal lines, of which some changed": (
        [b"a\n"] * 4,
        [b"x\n", b"a\n", b"x\n", b"a\n"],
        "@@ -1 +1 @@|-a|+x|@@ -3 +3 @@|-a|+x",
    ),
    "the end of the last line": (
        [b"a\n", b"b"],
        [b"a\n", b"b\n"],
        "@@ -2 +2 @@|-b|\\ No newline at end of file|+b",
    ),
}


@pytest.mark.parametrize("name", DIFFS)
def test_only_lines_that_differ_are_in_the_diff(name: str) -> None:
    before, after, expected = DIFFS[name]
    diff = b"".join(line_diff.unified(before, after, ("a", "a")))
    assert "|".join(diff.decode().splitlines()[2:]) == expected
