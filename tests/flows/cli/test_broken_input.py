"""Broken and hostile files: each is reported, and none crashes the command."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from tests.command_line import run

if TYPE_CHECKING:
    from pathlib import Path


BROKEN = {
    "empty.jsonl": (b"", 0, "contains no records"),
    "binary.jsonl": (bytes(range(256)) * 50, 3, "file is binary"),
    "cut.jsonl.gz": (
        gzip.compress(b'{"title": "T", "doi": "10.1000/1"}\n' * 999)[:-40],
        1,
        "truncated gzip stream",
    ),
    "bomb.jsonl.gz": (
        gzip.compress(b'{"title": "' + b"a" * (80 << 20) + b'"}\n'),
        1,
        "times its compressed size",
    ),
    "long.jsonl": (
        b'{"title": "' + b"a" * (17 << 20) + b'"}\n{"title": "T", "doi": "10.1000/1"}\n',
        1,
        "longer than 16,777,216 bytes",
    ),
    "ragged.csv": (
        b"title,doi\nA,10.1000/1\nB\nC,10.1000/2,x\n",
        1,
        "row has 3 cells, expected 2 as in the header",
    ),
    "deep.jsonl": (
        b'{"title": "T", "doi": "10.1000/1"}\n{"title": ' + b"[" * 10_000 + b"]" * 10_000 + b"}\n",
        1,
        "nested too deeply",
    ),
    "latin.jsonl": (
        '{"title": "Gr\xfc\xdfe", "doi": "10.1000/1"}\n{"title": "T", "doi": "10.1000/2"}\n'.encode(
            "latin-1"
        ),
        1,
        "looks like Latin-1",
    ),
    "page.html": (b"<!DOCTYPE html><title>404</title>", 3, "an HTML or XML document"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_input_is_reported_and_never_crashes(tmp_path: Path, name: str) -> None:
    content, status, sentence = BROKEN[name]
    (tmp_path / name).write_bytes(content)
    done = run("check", str(tmp_path / name), "--select", "REC")
    assert done.exit_code == status
    assert sentence in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
