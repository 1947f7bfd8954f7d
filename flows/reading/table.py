"""Tables: rows of delimited text."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from scholint.flows.reading.defects import Fault
from scholint.flows.reading.lines import Block

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def table(text: str, delimiter: str, block_rows: int = 50_000) -> Iterator[Block]:
    """Yield the rows of a delimited table as objects by its header; rows of another width are faults.

    The loop over rows is the csv module's own, in C: 1 µs a row.
    """
    header: list[str] = []
    rows: list[str] = []
    numbers: list[int] = []
    faults: list[Fault] = []
    for line, _, row, fault in table_rows(text, delimiter):
        if fault:
            faults.append(Fault(line, None, fault, delimiter.join(row)[:200] if row else None))
        elif not header:
            header = header_names(row)
        elif row:
            rows.append(json.dumps(dict(zip(header, row, strict=True))))
            numbers.append(line)
        if len(rows) >= block_rows:
            yield Block(("\n".join(rows) + "\n").encode(), numbers, None, faults)
            rows, numbers, faults = [], [], []
    if rows or faults:
        yield Block("".join(row + "\n" for row in rows).encode(), numbers, None, faults)


def table_rows(text: str, delimiter: str) -> Iterator[tuple[int, int, list[str], str | None]]:
    """Yield each row of a table, its header first: its first line, its last, its cells, and why it is none of the table.

    Blank lines have no cells. A row that cannot be read has its first line as its only cell. A row ends with its first
    line where a quotation mark in it is closed by none: where text follows the one that would close it, or where the
    row has another width than the header's and most of its other lines would be rows by themselves. Between tabs such
    a mark is text like any other, as the media type `text/tab-separated-values` has no quotation marks (IANA).
    """
    stream = io.StringIO(text, newline="")
    # The header alone may have text behind a quotation mark, since no row can be read without it.
    reader = csv.reader(stream, delimiter=delimiter)
    width = before = 0
    while True:
        begin, line, row, fault = stream.tell(), before + reader.line_num + 1, [], None
        stray = False
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            stray = _FOLLOWED in str(error)
            fault = _fault_of(str(error))
        last = before + reader.line_num
        if row and not width:
            width, before = len(row), last
            reader = csv.reader(stream, delimiter=delimiter, strict=True)
        if row and len(row) != width:
            fault = f"the row has {len(row)} cell{'s' * (len(row) != 1)} where the header has {width}"
        if fault and (last > line or not row):
            first, *others = io.StringIO(text[begin : stream.tell()], newline="")
            row = row or [first.rstrip("\r\n")]
            plain = row[0].split(delimiter)
            if stray and delimiter == "\t" and len(plain) == width:
                fault, row, others, last = None, plain, [], line
                stream.seek(begin + len(first))
                before, reader = line, csv.reader(stream, delimiter=delimiter, strict=True)
            if others and (stray or _are_rows(others, delimiter, width)):
                fault, row, last = _OPEN, [first.rstrip("\r\n")], line
                stream.seek(begin + len(first))
                before, reader = line, csv.reader(stream, delimiter=delimiter, strict=True)
        yield line, last, row, fault


_OPEN = "a quotation mark is never closed"
# Of what the csv module says in its strict mode.
_FOLLOWED, _ENDED = "expected after", "unexpected end"


def _fault_of(error: str) -> str:
    if _FOLLOWED in error:
        return "text follows a closing quotation mark"
    return _OPEN if _ENDED in error else f"the row cannot be read: {error}"


def _are_rows(others: Sequence[str], delimiter: str, width: int) -> bool:
    """Tell whether most of the lines below a row's first would be rows by themselves."""
    # The last one may hold the mark that ends the cell.
    inner = others if others[-1].count('"') % 2 == 0 else others[:-1]
    return sum(_is_whole(other, delimiter, width) for other in inner) * 2 > len(inner)


def _is_whole(line: str, delimiter: str, width: int) -> bool:
    """Tell whether a line is a row by itself, and neither begins nor ends a cell of several lines."""
    try:
        return line.count('"') % 2 == 0 and len(next(csv.reader([line], delimiter=delimiter), [])) == width
    except csv.Error:
        return False


def header_names(row: Sequence[str]) -> list[str]:
    """Return the names of a table's columns."""
    return [name.strip().lstrip("\ufeff") for name in row]


def delimiter_of(header: str) -> str | None:
    """Return the delimiter of a header line: the commonest of tab, comma, semicolon and bar; None for none."""
    counts = {mark: header.count(mark) for mark in "\t,;|"}
    best = max(counts, key=lambda mark: counts[mark])
    return best if counts[best] else None
