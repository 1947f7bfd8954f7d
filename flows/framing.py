"""From bytes to record lines: whatever a source looks like, its records leave here as JSON, one a line."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_BLANK = re.compile(rb"\n[ \t\r]*\n")
_INK = re.compile(r"\S")
_DECODER = json.JSONDecoder(strict=False)
PAGE_LINES = 2_000
BOM = b"\xef\xbb\xbf"
"""The byte-order mark of UTF-8, which is no part of what it stands before."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A part of a source that is no record: where, what stands there and why it cannot be read.

    `rule`: the code that it is reported under. `records`: how many records are lost with it.
    """

    line: int
    byte: int | None
    reason: str
    value: str | None = None
    rule: str = "REC001"
    records: int = 1


@dataclass(slots=True)
class Block:
    """Record lines of one source. `numbers`: each line's position; `byte`: where the block begins, if known."""

    data: bytes
    numbers: Sequence[int]
    byte: int | None = None
    faults: list[Fault] = field(default_factory=list)


def lines(chunks: Iterable[bytes], record_bytes: int, block_bytes: int) -> Iterator[Block]:
    """Yield blocks of whole lines, blank ones left out; a line beyond `record_bytes` is a fault, not held."""
    held: list[bytes] = []
    size = byte = 0
    line = 1
    faults: list[Fault] = []
    skipping = False
    for chunk in chunks:
        if skipping:
            end = chunk.find(b"\n")
            byte += len(chunk) if end < 0 else end + 1
            if end < 0:
                continue
            chunk, skipping, line = chunk[end + 1 :], False, line + 1  # noqa: PLW2901 - the rest of it
        held.append(chunk)
        size += len(chunk)
        if size < block_bytes and (b"\n" in chunk or size <= record_bytes):
            continue
        whole = b"".join(held)
        end = whole.rfind(b"\n") + 1
        if not end and size > record_bytes:
            faults.append(Fault(line, byte, f"the line is longer than {record_bytes:,} bytes", _shown(whole)))
            byte, held, size, skipping = byte + size, [], 0, True
            continue
        if end:
            yield _block(whole[:end], line, byte, faults)
            line, byte, faults = line + whole.count(b"\n", 0, end), byte + end, []
        held, size = [whole[end:]], len(whole) - end
    rest = b"".join(held)
    if rest or faults:
        yield _block(rest, line, byte, faults)


def _block(data: bytes, line: int, byte: int, faults: list[Fault]) -> Block:
    if not data.endswith(b"\n"):
        data += b"\n"
    count = data.count(b"\n")
    if not _BLANK.search(data) and data[:1] not in b"\n\r \t":
        return Block(data, range(line, line + count), byte, faults)
    kept = [(i, text) for i, text in enumerate(data.split(b"\n")[:-1], line) if text.strip()]
    return Block(b"".join(text + b"\n" for _, text in kept), [i for i, _ in kept], None, faults)


def _shown(data: bytes) -> str:
    return data[:120].decode("utf-8", "replace")


def pages(data: bytes) -> Block:
    """Return the objects of a page dump: lines that open one, or several lines that make one.

    Other lines are the page's text and no records. A loop over lines, since where an object that spans lines
    ends is known only to a JSON parser; measured at 0.3 µs a line of text.
    """
    kept: list[tuple[int, bytes]] = []
    rows = data.split(b"\n")
    i = 0
    while i < len(rows):
        row = rows[i].strip()
        step = 1
        if row.startswith(b"{"):
            if not row.endswith(b"}"):
                row, step = _several(rows, i)
            kept.append((i + 1, row))
        i += step
    return Block(b"".join(row + b"\n" for _, row in kept), [n for n, _ in kept])


def _several(rows: Sequence[bytes], start: int) -> tuple[bytes, int]:
    """Join lines until they make an object; the first line alone where they never do."""
    text = b" ".join(rows[start : start + PAGE_LINES]).decode("utf-8", "replace")
    try:
        _, end = _DECODER.raw_decode(text[len(text) - len(text.lstrip()) :])
    except (ValueError, RecursionError):
        return rows[start].strip(), 1
    taken, step = 0, 0
    while taken < end and start + step < len(rows):
        taken += len(rows[start + step].decode("utf-8", "replace")) + 1
        step += 1
    return b" ".join(row.strip() for row in rows[start : start + step]), max(step, 1)


def document(text: str, paths: Sequence[str]) -> Block | None:
    """Return the records of a JSON document: at the first path that leads to a list or an object, else itself.

    `numbers` are 1-based positions in the list. None where the text begins neither an object nor a list.
    """
    start = _after_space(text)
    if text[start : start + 1] not in ("{", "["):
        return None
    for path in paths:
        found = _value_at(text, start, path.split("."))
        if found is not None and text[found : found + 1] == "[":
            return _elements(text, found)
        if found is not None and text[found : found + 1] == "{":
            return _elements(text, found, single=True)
    return _elements(text, start, single=text[start] == "{")


def _value_at(text: str, position: int, keys: Sequence[str]) -> int | None:
    """Return where the value under these keys begins, without decoding what is passed on the way in."""
    for key in keys:
        if text[position : position + 1] != "{":
            return None
        found = _member(text, position + 1, key)
        if found is None:
            return None
        position = found
    return position


def _member(text: str, position: int, wanted: str) -> int | None:
    while True:
        position = _skip(text, position, ",")
        if text[position : position + 1] != '"':
            return None
        try:
            key, position = _DECODER.raw_decode(text, position)
            position = _skip(text, position, ":")
            if key == wanted:
                return position
            _, position = _DECODER.raw_decode(text, position)
        except (ValueError, RecursionError):
            return None


def _after_space(text: str, position: int = 0) -> int:
    found = _INK.search(text, position)
    return found.start() if found else len(text)


def _skip(text: str, position: int, mark: str) -> int:
    position = _after_space(text, position)
    if text.startswith(mark, position):
        position = _after_space(text, position + 1)
    return position


def _elements(text: str, position: int, *, single: bool = False) -> Block:
    """Cut a list into its elements. A loop, at the speed of the JSON parser: only documents pass here."""
    kept: list[str] = []
    numbers: list[int] = []
    faults: list[Fault] = []
    number = 0
    position += not single
    while True:
        position = _after_space(text, position)
        if text.startswith("]", position):
            break
        number += 1
        start = position
        if start >= len(text):
            faults.append(
                Fault(number, _byte(text, start), "the document ends before its list does", records=0)
            )
            break
        try:
            _, position = _DECODER.raw_decode(text, start)
            kept.append(text[start:position])
            numbers.append(number)
        except (ValueError, RecursionError) as error:
            position = max(_end_of_element(text, start), start + 1)
            reason = "nested too deep" if isinstance(error, RecursionError) else _reason(error)
            faults.append(Fault(number, _byte(text, start), reason, text[start : start + 120]))
        position = _skip(text, position, ",")
        if single:
            break
    data = "".join(element.replace("\r", " ").replace("\n", " ") + "\n" for element in kept)
    return Block(data.encode("utf-8", "surrogatepass"), numbers, None, faults)


def _end_of_element(text: str, position: int) -> int:
    """Return where an element that does not parse ends: where its brackets are closed, or the text's end."""
    depth = 0
    inside = False
    for match in re.finditer(r'\\.|["{}\[\]]', text[position:], re.DOTALL):
        mark = match.group()
        if mark == '"':
            inside = not inside
        elif not inside and mark in "{[":
            depth += 1
        elif not inside and mark in "}]":
            depth -= 1
            if depth <= 0:
                return position + match.end() - (depth < 0)
    return len(text)


def _byte(text: str, position: int) -> int:
    return len(text[:position].encode("utf-8", "surrogatepass"))


def _reason(error: Exception) -> str:
    return (
        f"not valid JSON: {error}"
        if not isinstance(error, json.JSONDecodeError)
        else f"not valid JSON: {error.msg}"
    )


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


def spread_objects(block: Block, count: int = 500) -> list[Mapping[str, Any]]:
    """Return at most `count` of the block's records, from its beginning to its end.

    A Python loop, since keys that no schema names are known only to a JSON parser; 5 ms a block of 32 MB.
    """
    rows = block.data.split(b"\n")[:-1]
    return list(objects(rows[:: max(1, len(rows) // count)]))


def first_objects(text: str, count: int = 50) -> list[Mapping[str, Any]]:
    """Return those of the first lines that are JSON objects by themselves."""
    return list(objects(text.split("\n", count)[:count]))


def objects(rows: Iterable[str | bytes]) -> Iterator[Mapping[str, Any]]:
    """Yield those of the rows that are JSON objects by themselves."""
    for row in rows:
        try:
            value = json.loads(row)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict):
            yield value
