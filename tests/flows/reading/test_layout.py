"""Layouts: what the beginning of a source shows, which the reader and the fixer both go by."""

from __future__ import annotations

import io
import json
from pathlib import Path

import polars as pl
import pytest

from scholint.flows.fixing import files
from scholint.flows.formats.declaration import formats
from scholint.flows.pipeline import run
from scholint.flows.reading.blocks import BlockReader
from scholint.flows.reading.layout import HEAD_BYTES, Layout, layout_of, read_head, unsupported
from scholint.flows.reading.limits import Limits
from scholint.flows.settings import Settings

RECORD = b'{"title": "T", "doi": "10.1000/1"}'
LAYOUTS = {
    "a record": (RECORD, Layout.LINES),
    "lines": (RECORD + b"\n" + RECORD + b"\n", Layout.LINES),
    "lines with a byte-order mark": (b"\xef\xbb\xbf" + RECORD + b"\n", Layout.LINES),
    "a first line that is not JSON": (b"{broken\n" + RECORD + b"\n", Layout.LINES),
    "a list": (b"[" + RECORD + b"]", Layout.DOCUMENT),
    "a list with a record per line": (b"[\n" + RECORD + b",\n" + RECORD + b"\n]", Layout.DOCUMENT),
    "a list in an object": (b'{"items": [' + RECORD + b"]}", Layout.DOCUMENT),
    "a list in an object, a record per line": (b'{"items": [\n' + RECORD + b"\n]}", Layout.DOCUMENT),
    "an indented record": (json.dumps(json.loads(RECORD), indent=1).encode(), Layout.DOCUMENT),
    "a table": (b"title,doi\nT,10.1000/1\n", Layout.TABLE),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_layout_is_that_of_the_first_records(name: str) -> None:
    content, layout = LAYOUTS[name]
    found = BlockReader.of(formats(), Limits()).layout(content)
    assert found is not None
    assert found[0] is layout
    assert {"title", "doi"} <= found[1].columns.keys()


def parquet() -> bytes:
    stream = io.BytesIO()
    pl.DataFrame({"title": ["T"], "doi": ["10.1000/1"]}).write_parquet(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    "content", [b"", b" \n\n", b"colour,size\n", b'{"colour": 1}\n', b"\x89PNG", parquet()]
)
def test_what_cannot_be_fixed_has_no_layout(content: bytes) -> None:
    assert BlockReader.of(formats(), Limits()).layout(content) is None


UNSUPPORTED = {
    "UTF-16": ("é".encode("utf-16"), "REC004", "encoded as UTF-16"),
    "UTF-32": ("é".encode("utf-32"), "REC004", "encoded as UTF-32"),
    "PDF": (b"%PDF-1.7", "REC006", "a PDF document"),
    "zero bytes": (bytes(range(256)) * 9, "REC006", "binary"),
    "XML": (b"  <?xml version='1.0'?>", "REC006", "an HTML or XML document"),
}


@pytest.mark.parametrize("name", UNSUPPORTED)
def test_other_encodings_and_formats_are_named(name: str) -> None:
    head, rule, reason = UNSUPPORTED[name]
    defect = unsupported(head)
    assert defect is not None
    assert (defect.rule, reason in defect.reason, defect.records) == (rule, True, 0)


@pytest.mark.parametrize(
    "head", [RECORD, RECORD + b'\n{"title": "a\x00b"}\n', b"title,doi\nT\x00,1\n", parquet()]
)
def test_a_zero_byte_in_a_record_or_a_row_is_not_a_binary_file(head: bytes) -> None:
    assert unsupported(head) is None


def test_records_after_a_line_that_is_too_long_are_fixed(tmp_path: Path) -> None:
    limits = Limits(record_bytes=2_000)
    path = tmp_path / "a.jsonl"
    long = json.dumps({"title": "T" * 2_100_000}).encode()
    path.write_bytes(long + b'\n{"title": "T", "doi": "doi:10.1000/1"}\n')
    result = run.check([str(path)], Settings(select=("DOI", "REC001"), limits=limits))
    assert result.counts["rule"].to_list() == ["DOI002", "REC001"]
    (change,) = files.file_changes(result.iter_findings(), BlockReader.of(formats(), limits))
    assert change.applied == 1
    assert b"".join(change.after) == long + b'\n{"title": "T", "doi": "10.1000/1"}\n'


@pytest.mark.parametrize(
    ("head", "layout"),
    [
        (b"Page 1\n" + RECORD + b"\n", Layout.LINES),
        (b'{"message": {"title": "T"}}\n' * 2, Layout.LINES),
        (b'{"message": {"DOI": "10.1000/1"}}\n', Layout.DOCUMENT),
        (b'{"title": "' + b"T" * 100, Layout.LINES),
        (b"PAR1\x15\x04", Layout.PARQUET),
    ],
)
def test_the_layout_of_text_around_records_and_of_long_lines(head: bytes, layout: Layout) -> None:
    assert layout_of(head, ("message.items", "message"), Limits(record_bytes=99)).layout is layout


def test_a_head_has_the_first_line_or_as_much_as_a_record_may_have() -> None:
    chunks = iter([b"a" * HEAD_BYTES, b"b" * 10, b"c\n", b"d\n"])
    assert read_head(chunks, Limits()) == b"a" * HEAD_BYTES + b"b" * 10 + b"c\n"
    assert next(chunks) == b"d\n"
    assert read_head(iter([b"a\n", b"b\n"]), Limits()) == b"a\nb\n"
    assert len(read_head(iter([b"a" * 60] * 9), Limits(record_bytes=100))) == 120
