"""Parsing lines of JSON into the records frame.

Polars parses all lines at once (the fast parser). Lines that Polars does not accept are parsed one by one in Python
(the slow parser).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from scholint.checks.contract import RECORDS
from scholint.checks.values.doi import bare_doi
from scholint.flows.reading.defects import INVALID_ENCODING, NOT_A_RECORD, UNREADABLE_RECORD, Defect
from scholint.flows.reading.encoding import likely_encoding
from scholint.flows.reading.json_text import json_fault, whole_characters
from scholint.flows.reading.type_faults import JSON_KINDS, duplicate_keys, wrong_types

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scholint.flows.formats.declaration import Format
    from scholint.flows.reading.lines import Block

SLOW_LINES = 256
"""At most this many lines are passed to the slow parser at once, after the fast parser has failed on them."""
PARTS = 16
"""If the fast parser fails, the lines are split into this many parts, and each part is tried again."""

_NUMBER = re.compile(r"[-\d.eE+\s]+")
# How many characters of an unreadable record are shown: from its beginning, and before and after an error.
_SHOWN, _AROUND, _AROUND_BYTE = 120, 60, 30


@dataclass(slots=True)
class Parsed:
    """The content of one or several blocks.

    `records`: a frame by the contract RECORDS. `defects`: rows of the contract DEFECTS.
    """

    records: pl.DataFrame
    defects: list[dict[str, Any]] = field(default_factory=list)


def parse(blocks: Sequence[tuple[str, Block]], form: Format) -> Parsed:
    """Return the records and defects of these blocks. `blocks`: pairs of a source and a block, all of one format."""
    data = b"".join(block.data for _, block in blocks)
    defects = [defect.row(source) for source, block in blocks for defect in block.defects]
    places = _places(blocks)
    frame = _read(data, places, form, defects)
    records = _mapped(frame, form)
    for source, block in blocks:
        defects += (defect.row(source) for defect in wrong_types(block, form))
        defects += (defect.row(source) for defect in duplicate_keys(block, form))
    _name_records(defects, records)
    return Parsed(records, defects)


def _name_records(defects: list[dict[str, Any]], records: pl.DataFrame) -> None:
    """Set `record` of the defects to the id of the record, if the record could be read."""
    lines = {row["line"] for row in defects}
    if lines:
        named = records.filter(pl.col("line").is_in(list(lines)))
        ids = {(source, line): id_ for source, line, id_ in named.select("source", "line", "id").iter_rows()}
        for row in defects:
            row["record"] = ids.get((row["source"], row["line"]), row["record"])


def _places(blocks: Sequence[tuple[str, Block]]) -> pl.DataFrame:
    """Return a frame with `source` (String) and `line` (UInt32) of each record."""
    frames = [
        pl.DataFrame(
            {
                "source": pl.repeat(source, len(block.numbers), eager=True, dtype=pl.String),
                "line": pl.Series(block.numbers, dtype=pl.UInt32),
            }
        )
        for source, block in blocks
    ]
    return pl.concat(frames)


def _read(data: bytes, places: pl.DataFrame, form: Format, defects: list[dict[str, Any]]) -> pl.DataFrame:
    """Return the parsed lines with their places. Defects are added to `defects`.

    If the fast parser fails, the lines are split into smaller parts, which are parsed separately.
    """
    if not places.height:
        return pl.DataFrame(schema={**form.schema, **places.schema})
    try:
        frame = pl.read_ndjson(data, schema=form.schema)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        frame = None
    # Polars may skip a line, or read two records from one line. Rows and places then no longer match.
    if frame is not None and frame.height == places.height:
        return _with_nested_texts(frame.hstack(places), data, form)
    lines = data.split(b"\n")[:-1]
    if places.height <= SLOW_LINES:
        return _read_slowly(lines, places, form, defects)
    step = max(SLOW_LINES, -(-places.height // PARTS))
    parts = [
        _read(b"".join(line + b"\n" for line in lines[i : i + step]), places[i : i + step], form, defects)
        for i in range(0, places.height, step)
    ]
    return pl.concat(parts)


def _with_nested_texts(frame: pl.DataFrame, data: bytes, form: Format) -> pl.DataFrame:
    """Return the frame with some rows parsed again by the slow parser.

    These are rows whose text columns contain an object or a list. The fast parser returns those as JSON text.
    """
    texts = [k for k, dtype in form.schema.items() if dtype == pl.String and k not in form.running]
    if not texts:
        return frame
    begins_nested = [pl.col(k).str.starts_with(mark) for k in texts for mark in "[{"]
    is_suspect = frame.select(pl.any_horizontal(begins_nested)).to_series()
    rows = is_suspect.fill_null(value=False).arg_true()
    if not rows.len():
        return frame
    lines = data.split(b"\n")
    chosen = rows.to_list()
    slow = _read_slowly([lines[i] for i in chosen], frame[chosen].select("source", "line"), form, [])
    # If the parsers disagree on whether a line is a record, the result of the fast parser is used.
    if slow.height != len(chosen):
        return frame
    place = pl.Series("row", chosen, dtype=pl.UInt32)
    rest = frame.with_row_index("row").filter(~pl.col("row").is_in(place.implode()))
    # The frame must have one chunk, because Polars 2.1 panics if the chunks of columns differ.
    return pl.concat([rest, slow.insert_column(0, place)], rechunk=True).sort("row").drop("row")


def _read_slowly(
    lines: Sequence[bytes], places: pl.DataFrame, form: Format, defects: list[dict[str, Any]]
) -> pl.DataFrame:
    """Parse lines one by one, convert the values to the schema, and return them as a frame.

    Defects are added to `defects`. The loop takes 30 µs per record, so it is used only where the fast parser fails.
    """
    kept: list[str] = []
    rows: list[int] = []
    for i, (line, (source, number)) in enumerate(zip(lines, places.iter_rows(), strict=True)):
        record = _parsed(line, number)
        if isinstance(record, Defect):
            defects.append(record.row(source))
            continue
        shaped = {
            key: _shaped(record.get(key), dtype, keep_lists=key in form.running)
            for key, dtype in form.schema.items()
        }
        kept.append(whole_characters(json.dumps(shaped, ensure_ascii=False)))
        rows.append(i)
    if not kept:
        return pl.DataFrame(schema={**form.schema, **places.schema})
    frame = pl.read_ndjson(("\n".join(kept) + "\n").encode(), schema=form.schema)
    return frame.hstack(places[rows])


def _parsed(line: bytes, number: int) -> Mapping[str, Any] | Defect:
    """Return the object in a line, or a defect if the line is not an object. `number`: the position of the line."""
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        encoding = likely_encoding(line)
        reason = f"byte 0x{line[error.start]:02x} is not valid UTF-8; the record looks like {encoding}"
        shown = line[max(0, error.start - _AROUND_BYTE) : error.start + _AROUND_BYTE]
        return Defect(
            INVALID_ENCODING, number, reason, value=shown.decode("utf-8", "replace"), byte=error.start
        )
    try:
        # Numbers are kept as text, as in the source. In concatenated files, any line may begin with a byte-order mark.
        value = json.loads(text.removeprefix("\ufeff"), parse_int=_Number, parse_float=_Number)
    except RecursionError:
        return Defect(UNREADABLE_RECORD, number, "nested too deeply", value=text[:_SHOWN], byte=0)
    except json.JSONDecodeError as error:
        shown_text = text[max(0, error.pos - _AROUND) : error.pos + _AROUND]
        byte = len(text[: error.pos].encode("utf-8", "surrogatepass"))
        return Defect(UNREADABLE_RECORD, number, json_fault(error), value=shown_text, byte=byte)
    if isinstance(value, dict):
        return value
    # Numbers were parsed as text, so the type alone does not distinguish numbers from strings.
    kind = "number" if _NUMBER.fullmatch(text) else JSON_KINDS.get(type(value), "number")
    return Defect(NOT_A_RECORD, number, kind, value=text[:_SHOWN])


def _shaped(value: Any, dtype: pl.DataType, *, keep_lists: bool = False) -> Any:
    """Return a value converted to the shape of a dtype.

    A single value becomes a list if a list is expected, and a list of one item becomes its item if a single value is
    expected. If a text is expected, other values become JSON text.

    `keep_lists`: a list of one item also becomes JSON text.
    """
    if value is None:
        return None
    if isinstance(dtype, pl.List):
        items = value if isinstance(value, list) else [value]
        return [_shaped(item, _instance(dtype.inner)) for item in items]
    if isinstance(dtype, pl.Struct):
        return _shaped_object(value, dtype)
    if isinstance(value, list) and len(value) == 1 and not keep_lists:
        return _shaped(value[0], dtype)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else _json(value)


class _Number(str):
    """The text of a number, as it is in the source: `1.50` is not the same text as `1.5`."""

    __slots__ = ()


def _json(value: Any) -> str:
    """Return a value as JSON text, with numbers as they are in the source.

    Keys are not escaped, since Polars does not escape them either: a value reads the same in the fast and the slow way.
    """
    if isinstance(value, _Number):
        return str(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f'"{key}": {_json(item)}' for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_json, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _instance(dtype: Any) -> pl.DataType:
    """Return the dtype, for the type checker. The schemas of formats contain only instances, not classes."""
    assert isinstance(dtype, pl.DataType)
    return dtype


def _shaped_object(value: Any, dtype: pl.Struct) -> Any:
    names = [f.name for f in dtype.fields]
    if isinstance(value, list):
        # If there are several objects, it is not certain which one is meant.
        value = value[0] if len(value) == 1 else None
    elif not isinstance(value, dict):
        # A text in place of an object is taken as its name.
        value = {next((n for n in ("name", "title", "value", "literal") if n in names), names[0]): value}
    if not isinstance(value, dict):
        return None
    return {f.name: _shaped(value.get(f.name), _instance(f.dtype)) for f in dtype.fields}


def _mapped(frame: pl.DataFrame, form: Format) -> pl.DataFrame:
    """Return the records frame. Columns that the format does not have are null."""
    given = form.expressions
    columns = [
        given[name].cast(column.dtype).alias(name)
        if name in given
        else pl.lit(None, column.dtype).alias(name)
        for name, column in RECORDS.columns.items()
        if name not in ("source", "line", "format", "provides", "id")
    ]
    own_id = given.get("id", pl.lit(None, pl.String)).replace("", None)
    place = pl.format("{}:{}", "source", "line")
    doi = given.get("doi", pl.lit(None, pl.String))
    return frame.select(
        "source",
        "line",
        pl.coalesce(own_id, bare_doi(doi), place).alias("id"),
        *columns,
        pl.lit(form.name).alias("format"),
        pl.lit(form.provides, pl.UInt64).alias("provides"),
    ).select(RECORDS.schema.names())
