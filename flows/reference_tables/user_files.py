"""Reading facts from the files that a user adds to the reference tables: CSV, TSV, or Parquet."""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING, BinaryIO

import polars as pl

from scholint.flows.reference_tables.facts import FACTS, PREFIX, ListError, row_per_issn

if TYPE_CHECKING:
    from pathlib import Path


def raw_facts(path: Path) -> tuple[str, pl.DataFrame]:
    """Return the name of the table that a user's file belongs to, and the facts in the file.

    The file is CSV, TSV, or Parquet, and CSV and TSV may be compressed with gzip. It has the columns `issn` and
    `title`, and optionally `publisher` and `title_variants` (separated by ` || `). Or it has the columns `prefix` and
    `registrant`. Other columns are ignored. The delimiter of CSV may be a semicolon, as some spreadsheets write it. A
    cell with several ISSNs results in one row per ISSN.

    Raises:
        ListError: The file cannot be read, or required columns are missing.

    """
    try:
        with path.open("rb") as file:
            frame = _frame(path.name.lower(), file)
        return _known_columns(frame, path)
    except (OSError, EOFError, UnicodeDecodeError, zlib.error, pl.exceptions.PolarsError) as error:
        raise ListError(f"cannot read `{path}`: {_clause(error)}") from None


def _clause(error: Exception) -> str:
    first = " ".join(str(error).partition("\n\n")[0].split())[:200] or type(error).__name__
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return "file is not UTF-8; save it as UTF-8" if isinstance(error, UnicodeDecodeError) else first


def _known_columns(frame: pl.DataFrame, path: Path) -> tuple[str, pl.DataFrame]:
    # If the names of columns differ only in case, the first column is used.
    named = {name.strip().lower(): name for name in reversed(frame.columns)}
    for table, needed, wanted in (("journals", FACTS[:2], FACTS), ("prefixes", PREFIX, PREFIX)):
        if set(needed) <= set(named):
            has = [
                pl.col(named[name]).cast(pl.String).str.strip_chars().alias(name)
                for name in wanted
                if name in named
            ]
            lacks = [pl.lit(None, pl.String).alias(name) for name in wanted if name not in named]
            facts = frame.select(has).with_columns(lacks)
            return table, row_per_issn(facts, "issn") if table == "journals" else facts
    columns = "".join(letter for letter in ", ".join(frame.columns)[:200] if letter.isprintable())
    raise ListError(
        f"`{path}` has the columns {columns}, "
        "expected `issn` and `title` (optionally `publisher`, `title_variants`), or `prefix` and `registrant`"
    )


def _check_text(content: bytes) -> None:
    """Check that all content is UTF-8 text. Polars checks only the columns that it reads.

    Raises:
        UnicodeDecodeError: The content is not valid UTF-8, or contains a zero byte.

    """
    content.decode()
    if (place := content.find(b"\0")) >= 0:
        raise UnicodeDecodeError("utf-8", content, place, place + 1, "a zero byte")


def _frame(name: str, file: BinaryIO) -> pl.DataFrame:
    if name.endswith(".parquet"):
        return pl.read_parquet(file)
    content = file.read()
    if content.startswith(b"\x1f\x8b"):
        content = gzip.decompress(content)
    _check_text(content)
    if name.removesuffix(".gz").endswith(".tsv"):
        return pl.read_csv(content, separator="\t", infer_schema=False, quote_char=None)
    header = content.partition(b"\n")[0]
    separator = ";" if header.count(b";") > header.count(b",") else ","
    return pl.read_csv(content, separator=separator, infer_schema=False)
