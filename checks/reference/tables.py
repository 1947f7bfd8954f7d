"""The files of the reference tables: their places and contents, and the check that they are unchanged.

The tables that come with scholint are in `seeds/reference`. Tables that a user adds or downloads are in the folder that
`user_folder` returns, and take precedence. A table is read when the first batch needs it. It is never read if no record
has a value to look up.
"""

from __future__ import annotations

import hashlib
import json
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import polars as pl

from scholint import seeds
from scholint.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

INSTALLED = Path(next(iter(seeds.__path__))) / "reference"
OWN = " (user)"
"""The suffix of the names of user tables in lists that also show installed tables."""
REMEDY = "add or update the table again"
Names = pl.List(pl.String)
_Read = TypeVar("_Read")


def user_folder() -> Path:
    """Return the folder of the user's own tables: `SCHOLINT_REFERENCE`, or by default `scholint/reference` in `XDG_DATA_HOME`.

    Raises:
        TableError: the variables are not set, and the user has no home directory.

    """
    try:
        if chosen := os.environ.get("SCHOLINT_REFERENCE"):
            return Path(chosen).expanduser()
        home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    except RuntimeError:
        raise TableError(
            "no home directory for reference tables; set SCHOLINT_REFERENCE to a directory"
        ) from None
    return Path(home) / "scholint" / "reference"


def folders() -> list[Path]:
    """Return the folders with tables: first the installed one, then the user's, if the user has a home directory.

    Raises:
        TableError: the user's folder is not a directory.

    """
    try:
        own = user_folder()
    except TableError:
        return [INSTALLED]
    # Path.exists raises an error below a folder that may not be read; os.path.exists returns false.
    if os.path.exists(own) and not own.is_dir():  # noqa: PTH110 - see above
        raise TableError(
            f"`{own}` is not a directory; set SCHOLINT_REFERENCE to a directory for your own tables"
        )
    return [INSTALLED, own]


def manifest() -> dict[str, dict[str, Any]]:
    """Return facts about each table: `rows`, `as_of`, `what`, `sources`, `licence`, `path`. The user's own tables come last.

    Raises:
        TableError: a manifest cannot be read.

    """
    found = {}
    for folder in folders():
        for name, facts in read_facts(folder / "manifest.json").items():
            own = name if folder == INSTALLED else f"{name}{OWN}"
            found[own] = {**facts, "path": str(folder / f"{name}.parquet")}
    return found


def read_facts(path: Path) -> dict[str, dict[str, Any]]:
    """Return the contents of a JSON file: table names to facts about each table. If there is no file, the result is empty.

    Raises:
        TableError: the file cannot be read, or lacks facts that every table has.

    """
    # Path.is_file raises an error below a folder that may not be read; os.path.isfile returns false.
    return read_or_refuse(path, _facts) if os.path.isfile(path) else {}  # noqa: PTH113 - see above


def _facts(path: Path) -> dict[str, dict[str, Any]]:
    read: Any = json.loads(path.read_text("utf-8"))
    entries = list(read.values()) if isinstance(read, dict) else [None]
    if not all(isinstance(facts, dict) and _FACTS.items() <= _types(facts).items() for facts in entries):
        raise ValueError(f"each table requires {', '.join(_FACTS)}")
    return dict(read)


def _types(facts: dict[str, Any]) -> dict[str, type]:
    return {name: type(value) for name, value in facts.items()}


_FACTS: dict[str, type] = {"rows": int, "as_of": str, "what": str, "licence": str}


def as_of(name: str) -> pl.Expr:
    """String, one value: the date of the newest table with this name.

    The manifest is read when the expression is evaluated, so that declaring a rule reads no file.
    """

    def date(names: pl.Series) -> pl.Series:
        dates = [str(facts["as_of"]) for table, facts in manifest().items() if table.split(" ")[0] == name]
        return pl.Series(names.name, [max(dates)], pl.String)

    return pl.lit(name).map_batches(date, return_dtype=pl.String, returns_scalar=True)


@cache
def table(name: str) -> pl.DataFrame:
    """Return the table with this name: the user's own rows, then the installed rows.

    Raises:
        TableError: one of the two files cannot be read.

    """
    frames = [read_table(path, name) for path in table_paths(name)]
    if len(frames) == 1:
        return frames[0]
    return pl.concat(frames).unique(next(iter(SCHEMAS[name])), keep="first", maintain_order=True)


# The columns of each table; the first is the key.
SCHEMAS: dict[str, dict[str, type[pl.DataType]]] = {
    "journals": {"issn": pl.UInt32, "titles": pl.String, "publisher": pl.String},
    "prefixes": {"prefix": pl.String, "registrants": pl.String},
}


def read_table(path: Path, name: str, keys: list[Any] | None = None) -> pl.DataFrame:
    """Return the table in a file, with the columns of `SCHEMAS`. With `keys`, read and return only the rows with these keys.

    Raises:
        TableError: the file cannot be read, or has other columns.

    """

    def read(path: Path) -> pl.DataFrame:
        frame = pl.scan_parquet(path, glob=False)
        if frame.collect_schema() != SCHEMAS[name]:
            raise ValueError(f"expected the columns {', '.join(SCHEMAS[name])}")
        wanted = frame.select(SCHEMAS[name].keys())
        return (wanted if keys is None else wanted.filter(pl.nth(0).is_in(keys))).collect()

    return read_or_refuse(path, read)


def table_paths(name: str) -> list[Path]:
    """Return the existing files of a table, the user's own first.

    Raises:
        TableError: a file was changed.

    """
    paths = [folder / f"{name}.parquet" for folder in reversed(folders())]
    for path in paths:
        refuse_changed(path)
    return [path for path in paths if os.path.isfile(path)]  # noqa: PTH113 - see `read_facts`


@cache
def refuse_changed(path: Path) -> None:
    """Refuse a user's table that was changed, was deleted, or is missing from the manifest, even if it can be parsed.

    Installed tables are not checked, because the package manager checks them.

    Raises:
        TableError: the table is refused.

    """
    if path.parent == INSTALLED:
        return
    facts = read_facts(path.with_name("manifest.json")).get(path.stem)
    if facts is None:
        refuse_unknown(path)
    elif not is_untouched(path, facts) and (sentence := fault(path, facts, REMEDY)):
        raise TableError(sentence)


def refuse_unknown(path: Path) -> None:
    """Refuse a table that is missing from the manifest in its folder.

    Raises:
        TableError: the file exists.

    """
    if os.path.isfile(path):  # noqa: PTH113 - see `read_facts`
        raise TableError(
            f"reference table `{path}` is missing from the manifest; delete the file, or {REMEDY}"
        )


def is_untouched(path: Path, facts: Mapping[str, Any]) -> bool:
    """Return whether a table's file still has the size and the modification time of when it was written.

    If so, a run need not hash the file. If not, the file may still be an unchanged copy.
    """
    try:
        stat = path.stat()
    except OSError:
        return False
    return (stat.st_size, stat.st_mtime_ns) == (facts.get("bytes"), facts.get("changed"))


def fault(path: Path, facts: Mapping[str, Any], remedy: str) -> str | None:
    """Return what is wrong with a table's file, and how to fix it; None if the file is unchanged.

    The file is hashed, not parsed, because most changed bytes in a Parquet file give other facts without an error.
    """
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        return f"cannot read reference table `{path}` ({error.strerror or error}); {remedy}"
    if facts.get("sha256", digest) == digest:
        return None
    return f"reference table `{path}` was changed after it was written; {remedy}"


def read_or_refuse(path: Path, read: Callable[[Path], _Read]) -> _Read:
    """Return what `read` returns for a file.

    Raises:
        TableError: the file cannot be read or parsed.

    """
    try:
        return read(path)
    # If bytes were changed, the parser may raise any error, and sometimes panics.
    except (OSError, ValueError, pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        first = (str(error).splitlines() or [type(error).__name__])[0]
        raise TableError(
            f"cannot read reference table `{path}` ({first}); delete the file, or {REMEDY}"
        ) from None


SEPARATOR = "\x1f"
