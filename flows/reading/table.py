"""Reading tables of delimited text as lines of JSON, which `records` parses like the lines of other layouts."""

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
# Parts of the error messages of the csv module in strict mode.
_TEXT_AFTER_QUOTE, _ENDED_IN_QUOTE = "expected after", "unexpected end"


class Row(NamedTuple):
    """A row of a table.

    `first`, `last`: its first and last line (1-based). `cells`: its cells; a blank line has none. `fault`: why the row
    cannot be read, or None. If the csv module cannot read a row, its only cell is its first line.
    """

    first: int
    last: int
    cells: list[str]
    fault: str | None


def table_blocks(text: str, delimiter: str, block_rows: int = 50_000) -> Iterator[Block]:
    """Yield blocks with the rows of a table as JSON objects, whose keys are the names in the header.

    If columns have the same name, the last one is used. Rows that cannot be read, or have another number of cells than
    the header, become defects. The loop takes 1 µs per row in the csv module.
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
    """Yield each row of a table, starting with the header.

    An unclosed quotation mark makes the csv module read several rows as one. This is detected in two cases: text
    follows the closing quotation mark, or the number of cells differs from the header and most of the following lines
    are complete rows. The row then ends after its first line. In tab-separated text, such a quotation mark is read as
    text, because the media type `text/tab-separated-values` has no quoting (IANA).
    """
    reader = _RowReader(text, delimiter)
    while (row := reader.next_row()) is not None:
        yield row


class _RowReader:
    """Reads rows with the csv module. After an unreadable row, it starts again at the second line of that row.

    `width`: the number of cells of the header, or 0 before the header is read. `lines_before`: the number of lines
    before the first line of the current csv reader.
    """

    def __init__(self, text: str, delimiter: str) -> None:
        self.text = text
        self.delimiter = delimiter
        self.stream = io.StringIO(text, newline="")
        # For the header, the csv reader is not strict, because no row can be read without a header.
        self.reader = csv.reader(self.stream, delimiter=delimiter)
        self.width = self.lines_before = 0

    def next_row(self) -> Row | None:
        """Return the next row, or None at the end of the table."""
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
        # A row with a fault that spans several lines may contain other rows.
        if fault and (last > first or not cells):
            return self._first_line_of(row, begin, has_text_after_quote=has_text_after_quote)
        return row

    def _first_line_of(self, row: Row, begin: int, *, has_text_after_quote: bool) -> Row:
        """Return a row with a fault, reduced to its first line if its other lines are rows of their own."""
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
        """Continue with a new csv reader in strict mode, which reports text after a closing quotation mark.

        `lines_before`: the number of lines before it. `position`: where to continue in the stream; None to stay.
        """
        if position is not None:
            self.stream.seek(position)
        self.lines_before = lines_before
        self.reader = csv.reader(self.stream, delimiter=self.delimiter, strict=True)


def _clause(error: str) -> str:
    """Return an error of the csv module as a clause for the user."""
    if _TEXT_AFTER_QUOTE in error:
        return "text after a closing quotation mark"
    return _UNCLOSED if _ENDED_IN_QUOTE in error else error


def _are_rows(others: Sequence[str], delimiter: str, width: int) -> bool:
    """Boolean: true if most of these lines are complete rows. `others`: the lines of a row after its first line."""
    # The last line may contain the quotation mark that closes the cell.
    inner = others if others[-1].count('"') % 2 == 0 else others[:-1]
    return sum(_is_row(other, delimiter, width) for other in inner) * 2 > len(inner)


def _is_row(line: str, delimiter: str, width: int) -> bool:
    """Boolean: true if a line is a complete row: it has `width` cells and an even number of quotation marks."""
    try:
        return line.count('"') % 2 == 0 and len(next(csv.reader([line], delimiter=delimiter), [])) == width
    except csv.Error:
        return False


def header_names(row: Sequence[str]) -> list[str]:
    """Return the names in the header row, without surrounding whitespace and byte-order mark."""
    return [name.strip().lstrip("\ufeff") for name in row]


def delimiter_of(header: str) -> str | None:
    """Return the most frequent of tab, comma, semicolon, and vertical bar in a header line, or None if it has none."""
    counts = {mark: header.count(mark) for mark in "\t,;|"}
    best = max(counts, key=lambda mark: counts[mark])
    return best if counts[best] else None
