"""From record lines to the records frame: one fast read of all lines, and a slow one for those that resist."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from scholint.checks.contract import RECORDS
from scholint.checks.values.doi import bare_doi
from scholint.flows.reading.defects import defect, fault_row
from scholint.flows.reading.encoding import likely_encoding, whole_characters
from scholint.flows.reading.lines import objects
from scholint.flows.reading.type_faults import JSON_KINDS, duplicate_keys, raw_lines, wrong_types

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scholint.flows.formats.declaration import Format
    from scholint.flows.reading.lines import Block

SLOW_LINES = 256
PARTS = 16


@dataclass(slots=True)
class Parsed:
    """Frames of one or several blocks: RECORDS, and rows for the DEFECTS frame."""

    records: pl.DataFrame
    defects: list[dict[str, Any]] = field(default_factory=list)


def parse(blocks: Sequence[tuple[str, Block]], form: Format) -> Parsed:
    """Return the records of these blocks (source and lines each), all of one format."""
    data = b"".join(block.data for _, block in blocks)
    defects = [fault_row(source, fault) for source, block in blocks for fault in block.faults]
    places = _places(blocks)
    frame = _read(data, places, form, defects)
    records = _mapped(frame, form)
    for source, block in blocks:
        defects += wrong_types(source, block, form)
        defects += duplicate_keys(source, block, form)
    _name_records(defects, records)
    return Parsed(records, defects)


def _name_records(defects: list[dict[str, Any]], records: pl.DataFrame) -> None:
    """Give defects of records that could be read the record's own id."""
    lines = {row["line"] for row in defects}
    if lines:
        told = records.filter(pl.col("line").is_in(list(lines)))
        names = {(source, line): id_ for source, line, id_ in told.select("source", "line", "id").iter_rows()}
        for row in defects:
            row["record"] = names.get((row["source"], row["line"]), row["record"])


def _places(blocks: Sequence[tuple[str, Block]]) -> pl.DataFrame:
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
    """Return the parsed lines with their places; cut what the fast read refuses into parts until they are small."""
    if not places.height:
        return pl.DataFrame(schema={**form.schema, **places.schema})
    try:
        frame = pl.read_ndjson(data, schema=form.schema)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        frame = None
    if frame is not None and frame.height == places.height:
        return _with_unnested(frame.hstack(places), data, form)
    if places.height <= SLOW_LINES:
        return _slowly(data.split(b"\n")[:-1], places, form, defects)
    lines = data.split(b"\n")[:-1]
    step = max(SLOW_LINES, -(-places.height // PARTS))
    parts = [
        _read(b"".join(line + b"\n" for line in lines[i : i + step]), places[i : i + step], form, defects)
        for i in range(0, places.height, step)
    ]
    return pl.concat(parts)


def _with_unnested(frame: pl.DataFrame, data: bytes, form: Format) -> pl.DataFrame:
    """Take rows whose text columns hold an object or a list, which the fast read writes out as text, slowly."""
    texts = [k for k, dtype in form.schema.items() if dtype == pl.String and k not in form.running]
    if not texts:
        return frame
    opened = [pl.col(k).str.starts_with(mark) for k in texts for mark in "[{"]
    suspect = frame.select(pl.any_horizontal(opened)).to_series()
    rows = suspect.fill_null(value=False).arg_true()
    if not rows.len():
        return frame
    lines = data.split(b"\n")
    chosen = rows.to_list()
    mended = _slowly([lines[i] for i in chosen], frame[chosen].select("source", "line"), form, [])
    if mended.height != len(chosen):
        return frame
    place = pl.Series("row", chosen, dtype=pl.UInt32)
    rest = frame.with_row_index("row").filter(~pl.col("row").is_in(place.implode()))
    return pl.concat([rest, mended.insert_column(0, place)]).sort("row").drop("row")


def _slowly(
    lines: Sequence[bytes], places: pl.DataFrame, form: Format, defects: list[dict[str, Any]]
) -> pl.DataFrame:
    """Parse line by line, put values into the shape that the schema asks for, and read them again.

    A loop over records, at 30 µs each: only lines that the fast read refuses come here.
    """
    kept: list[str] = []
    rows: list[int] = []
    for i, (line, (source, number)) in enumerate(zip(lines, places.iter_rows(), strict=True)):
        value = _object(line, source, number, defects)
        if value is None:
            continue
        shaped = {
            key: _shaped(value.get(key), dtype, key in form.running) for key, dtype in form.schema.items()
        }
        kept.append(whole_characters(json.dumps(shaped, ensure_ascii=False)))
        rows.append(i)
    if not kept:
        return pl.DataFrame(schema={**form.schema, **places.schema})
    frame = pl.read_ndjson(("\n".join(kept) + "\n").encode(), schema=form.schema)
    return frame.hstack(places[rows])


def _object(line: bytes, source: str, number: int, defects: list[dict[str, Any]]) -> Mapping[str, Any] | None:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        reason = (
            f"byte 0x{line[error.start]:02x} is not UTF-8 (the record looks like {likely_encoding(line)})"
        )
        shown = line[max(0, error.start - 30) : error.start + 30].decode("utf-8", "replace")
        defects.append(defect("REC004", source, number, reason, value=shown, byte=error.start))
        return None
    try:
        value = json.loads(text.removeprefix("\ufeff"), parse_int=str, parse_float=str)
    except RecursionError:
        defects.append(defect("REC001", source, number, "nested too deep", value=text[:120], byte=0))
    except ValueError as error:
        at = len(text[: getattr(error, "pos", 0)].encode("utf-8", "surrogatepass"))
        reason = f"not valid JSON: {getattr(error, 'msg', error)}"
        shown = text[max(0, getattr(error, "pos", 0) - 60) : getattr(error, "pos", 0) + 60]
        defects.append(defect("REC001", source, number, reason, value=shown, byte=at))
    else:
        if isinstance(value, dict):
            return value
        kind = "number" if re.fullmatch(r"[-\d.eE+\s]+", text) else JSON_KINDS[type(value)]
        reason = f"{kind} where an object is due"
        defects.append(defect("REC002", source, number, reason, value=text[:120]))
    return None


def _shaped(value: Any, dtype: pl.DataType, running: bool = False) -> Any:  # noqa: FBT001, FBT002
    if value is None:
        return None
    if isinstance(dtype, pl.List):
        items = value if isinstance(value, list) else [value]
        return [_shaped(item, _instance(dtype.inner)) for item in items]
    if isinstance(dtype, pl.Struct):
        return _shaped_object(value, dtype)
    if isinstance(value, list) and len(value) == 1 and not running:
        return _shaped(value[0], dtype)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _instance(dtype: Any) -> pl.DataType:
    """Return a dtype as an instance, which is what our schemas hold."""
    assert isinstance(dtype, pl.DataType)
    return dtype


def _shaped_object(value: Any, dtype: pl.Struct) -> Any:
    names = [f.name for f in dtype.fields]
    if isinstance(value, list):
        value = value[0] if len(value) == 1 else None
    elif not isinstance(value, dict):
        value = {next((n for n in ("name", "title", "value", "literal") if n in names), names[0]): value}
    if not isinstance(value, dict):
        return None
    return {f.name: _shaped(value.get(f.name), _instance(f.dtype)) for f in dtype.fields}


def _mapped(frame: pl.DataFrame, form: Format) -> pl.DataFrame:
    """Return the records frame: the format's columns, the others null."""
    given = form.expressions
    columns = [
        given[name].cast(column.dtype).alias(name)
        if name in given
        else pl.lit(None, column.dtype).alias(name)
        for name, column in RECORDS.columns.items()
        if name not in ("source", "line", "format", "provides", "id")
    ]
    own = given.get("id", pl.lit(None, pl.String)).replace("", None)
    place = pl.format("{}:{}", "source", "line")
    doi = given.get("doi", pl.lit(None, pl.String))
    return frame.select(
        "source",
        "line",
        pl.coalesce(own, bare_doi(doi), place).alias("id"),
        *columns,
        pl.lit(form.name).alias("format"),
        pl.lit(form.provides, pl.UInt64).alias("provides"),
    ).select(RECORDS.schema.names())


def with_keys(block: Block, names: Sequence[str], count: int = 200) -> list[Mapping[str, Any]]:
    """Return at most `count` of the block's records in which one of these keys stands, in any case.

    A key that one record in a thousand has escapes a sample; all names are looked for in one pass over the bytes.
    """
    if not block.numbers:
        return []
    given = pl.col("raw").str.contains_any([f'"{name}"' for name in names], ascii_case_insensitive=True)
    found = raw_lines(block).filter(given)["raw"]
    return list(objects(found.gather_every(max(1, found.len() // count))))
