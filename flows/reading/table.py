"""Tables: rows of delimited text, written out as lines of JSON, which `records` parses like those of other layouts."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, NamedTuple

from scholint.flows.reading.defects import UNREADABLE_RECORD, Defect
from scholint.flows.reading.lines import Block

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SHOWN = 200
_UNCLOSED = "unclosed quotation mark"
# What the csv module says in its strict mode.
_TEXT_AFTER_QUOTE, _ENDED_IN_QUOTE = "expected after", "unexpected end"


class Row(NamedTuple):
    """A row of a table: its first and last line (1-based), its cells, and why it cannot be read, if so.

    A blank line has no cells. A row that cannot be read has its first line as its only cell.
    """

    first: int
    last: int
    cells: list[str]
    fault: str | None


def table_blocks(text: str, delimiter: str, block_rows: int = 50_000) -> Iterator[Block]:
    """Yield the rows of a delimited table as objects with the keys of its header; rows of another width are defects.

    Of columns with the same name, the last one wins.
    The loop over rows is that of the csv module, in C: 1 µs a row.
    """
    header: list[str] = []
    rows: list[str] = []
    numbers: list[int] = []
    defects: list[Defect] = []
    for line, _, cells, fault in table_rows(text, delimiter):
        if fault:
            shown = delimiter.join(cells)[:_SHOWN] if cells else None
            defects.append(Defect(UNREADABLE_RECORD, line, fault, value=shown))
        elif not header:
            header = header_names(cells)
        elif cells:
            rows.append(json.dumps(dict(zip(header, cells, strict=True))))
            numbers.append(line)
        if len(rows) >= block_rows:
            yield Block(("\n".join(rows) + "\n").encode(), numbers, defects)
            rows, numbers, defects = [], [], []
    if rows or defects:
        yield Block("".join(row + "\n" for row in rows).encode(), numbers, defects)


def table_rows(text: str, delimiter: str) -> Iterator[Row]:
    """Yield each row of a table, its header first.

    A row ends with its first line where a quotation mark in it is not closed: where text follows the mark that would
    close it, or where the row has another width than the header and most of its other lines would be rows by
    themselves. Between tabs such a mark is text, as the media type `text/tab-separated-values` has no quotation marks
    (IANA).
    """
    reader = _RowReader(text, delimiter)
    while (row := reader.next_row()) is not None:
        yield row


class _RowReader:
    """The csv module, which is set back to the second line of a row where that row cannot be read.

    `width`: the number of cells of the header, 0 before it. `lines_before`: lines before the csv reader's first one.
    """

    def __init__(self, text: str, delimiter: str) -> None:
        self.text = text
        self.delimiter = delimiter
        self.stream = io.StringIO(text, newline="")
        # The header alone may have text after a closing quotation mark, since no row can be read without it.
        self.reader = csv.reader(self.stream, delimiter=delimiter)
        self.width = self.lines_before = 0

    def next_row(self) -> Row | None:
        """Return the next row; None at the end of the table."""
        begin = self.stream.tell()
        first = self.lines_before + self.reader.line_num + 1
        cells: list[str] = []
        fault = None
        has_text_after_quote = False
        try:
            cells = next(self.reader)
        except StopIteration:
            return None
        except csv.Error as error:
            fault = _clause(str(error))
            has_text_after_quote = _TEXT_AFTER_QUOTE in str(error)
        last = self.lines_before + self.reader.line_num
        if cells and not self.width:
            self.width = len(cells)
            self._restart(last)
        if cells and len(cells) != self.width:
            fault = (
                f"row has {len(cells)} cell{'s' * (len(cells) != 1)}, expected {self.width} as in the header"
            )
        row = Row(first, last, cells, fault)
        # A row of one line has taken no other with it.
        if fault and (last > first or not cells):
            return self._first_line_of(row, begin, has_text_after_quote=has_text_after_quote)
        return row

    def _first_line_of(self, row: Row, begin: int, *, has_text_after_quote: bool) -> Row:
        """Return what is left of a row with a fault: its first line, where the other lines are rows of their own."""
        line, *others = io.StringIO(self.text[begin : self.stream.tell()], newline="")
        content = line.rstrip("\r\n")
        next_line = begin + len(line)
        cells = content.split(self.delimiter)
        if has_text_after_quote and self.delimiter == "\t" and len(cells) == self.width:
            self._restart(row.first, next_line)
            return Row(row.first, row.first, cells, None)
        if others and (has_text_after_quote or _are_rows(others, self.delimiter, self.width)):
            self._restart(row.first, next_line)
            return Row(row.first, row.first, [content], _UNCLOSED)
        return row._replace(cells=row.cells or [content])

    def _restart(self, lines_before: int, position: int | None = None) -> None:
        """Go on after so many lines with a strict reader, which reports text after a closing quotation mark."""
        if position is not None:
            self.stream.seek(position)
        self.lines_before = lines_before
        self.reader = csv.reader(self.stream, delimiter=self.delimiter, strict=True)


def _clause(error: str) -> str:
    """Return what an error of the csv module means."""
    if _TEXT_AFTER_QUOTE in error:
        return "text after a closing quotation mark"
    return _UNCLOSED if _ENDED_IN_QUOTE in error else error


def _are_rows(others: Sequence[str], delimiter: str, width: int) -> bool:
    """Return whether most of the lines after a row's first would be rows by themselves."""
    # The last one may have the mark that ends the cell.
    inner = others if others[-1].count('"') % 2 == 0 else others[:-1]
    return sum(_is_row(other, delimiter, width) for other in inner) * 2 > len(inner)


def _is_row(line: str, delimiter: str, width: int) -> bool:
    """Return whether a line is a row by itself: it neither begins nor ends a cell of several lines."""
    try:
        return line.count('"') % 2 == 0 and len(next(csv.reader([line], delimiter=delimiter), [])) == width
    except csv.Error:
        return False


def header_names(row: Sequence[str]) -> list[str]:
    """Return the names of a table's columns."""
    return [name.strip().lstrip("\ufeff") for name in row]


def delimiter_of(header: str) -> str | None:
    """Return the delimiter of a header line: the most frequent of tab, comma, semicolon and bar; None for none."""
    counts = {mark: header.count(mark) for mark in "\t,;|"}
    best = max(counts, key=lambda mark: counts[mark])
    return best if counts[best] else None
