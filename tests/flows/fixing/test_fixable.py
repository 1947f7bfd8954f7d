"""`--fix` fixes as many findings as the summary line calls fixable."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import zstandard

from scholint.flows.pipeline.run import check
from scholint.flows.settings import Settings
from scholint.reports.projection import summary_line
from tests.command_line import run
from tests.flows.fixing.test_rounds import WORK, fix_folder
from tests.rules.cases import WITH_FIXES

BAD = {**WORK, "title": "Bread &amp; water"}
CROSSREF = {
    "DOI": "10.1000/1",
    "type": "journal-article",
    "title": ["Bread &amp; water"],
    "author": [{"given": "M&uuml;ller", "family": "Lis"}],
    "container-title": ["J"],
    "prefix": "10.1000",
    "member": "1",
    "URL": "https://doi.org/10.1000/1",
}


DUMP = {
    "title": "T",
    "DOIUrl": None,
    "ListUrlMain": None,
    "PeriodicalName": "J",
    "platform": "S",
    "citationCount": "7",
}


def lines(*records: dict[str, Any]) -> bytes:
    return "".join(json.dumps(record) + "\n" for record in records).encode()


def fixable(path: Path) -> tuple[int, int]:
    return check([str(path)], Settings(select=WITH_FIXES)).fixable


FILES: dict[str, tuple[dict[str, bytes], tuple[int, int]]] = {
    "a text": ({"a.jsonl": lines(BAD)}, (1, 0)),
    "an unsafe fix": ({"a.jsonl": lines({**WORK, "doi": "10.1000/tides.1."})}, (0, 1)),
    "names made of several fields": ({"a.jsonl": lines(CROSSREF)}, (1, 0)),
    "two ISSNs in a list": ({"a.jsonl": lines({**WORK, "issns": ["0012-9658 1939-9170"]})}, (1, 0)),
    "two ISSNs in a cell": ({"a.csv": b"title,doi,issn\nT,10.1000/1,0012-9658 1939-9170\n"}, (0, 0)),
    "one ISSN in a cell": ({"a.csv": b"title,doi,issn\nT,10.1000/1,00129658\n"}, (1, 0)),
    "many copies in a file": ({"a.jsonl": lines(WORK) * 80}, (79, 0)),
    "many copies in two files": ({"a.jsonl": lines(WORK), "b.jsonl": lines(WORK) * 60}, (59, 0)),
    # One finding represents all records of a file.
    "types": ({"a.jsonl": lines(*({**DUMP, "doi": f"10.1000/{i}"} for i in range(3)))}, (1, 0)),
}


@pytest.mark.parametrize("name", FILES)
def test_as_many_findings_are_fixed_as_are_fixable(tmp_path: Path, name: str) -> None:
    files, expected = FILES[name]
    for file, content in files.items():
        (tmp_path / file).write_bytes(content)
    assert fixable(tmp_path) == expected
    assert fix_folder(tmp_path).applied == expected[0]
    assert fixable(tmp_path) == (0, expected[1])


def test_files_that_are_not_rewritten_have_no_fixable_findings(tmp_path: Path) -> None:
    pl.DataFrame([BAD]).write_parquet(tmp_path / "a.parquet")
    (tmp_path / "b.jsonl.zst").write_bytes(zstandard.compress(lines(BAD)))
    assert fixable(tmp_path) == (0, 0)
    (tmp_path / "c.jsonl").write_bytes(lines(BAD))
    result = check([str(tmp_path)], Settings(select=("TXT002",)))
    assert summary_line(result).endswith("1 fixable with --fix [*], 0 more with --unsafe-fixes [?].")
    assert "fixable with --fix" not in run("check", "-", stdin=json.dumps(BAD)).stdout


def test_a_pipe_is_read_once_and_has_no_fixable_findings(tmp_path: Path) -> None:
    pipe = tmp_path / "a.jsonl"
    os.mkfifo(pipe)
    with ThreadPoolExecutor() as writer:
        writer.submit(pipe.write_bytes, lines(BAD))
        result = check([str(pipe)], Settings(select=("TXT002",)))
    assert (result.records, result.records_with_findings, result.fixable) == (1, 1, (0, 0))


def test_copies_that_are_reported_once_count_in_the_summary_line(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(WORK) * 80)
    result = check([str(tmp_path)], Settings(select=("DUP002",)))
    assert summary_line(result).startswith(
        "Found 1 finding (1 warning) in 79 of 80 records. 79 fixable with --fix"
    )


def test_after_a_fix_nothing_is_promised_again(tmp_path: Path) -> None:
    # Copies in everything that rules read of them.
    (tmp_path / "a.jsonl").write_bytes(lines({**WORK, "note": "a"}, {**WORK, "note": "b"}))
    done = run("check", str(tmp_path), "--fix", "--select", "DUP002")
    assert "1 fix not applied: record has changed, or has no earlier copy in the same file" in done.stderr
    assert "fixable with --fix" not in done.stdout
