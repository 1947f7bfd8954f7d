"""Compiling the user's reference tables from the user's sources and the installed tables.

A source is a public list or a file of the user. The tables are written to the user's directory.
"""

from __future__ import annotations

import hashlib
import json
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

from scholint.checks.reference import lookups
from scholint.checks.reference import tables as tables_module
from scholint.checks.reference.tables import SEPARATOR
from scholint.errors import TableError
from scholint.flows.reference_tables.facts import TABLES
from scholint.flows.reference_tables.lists import LISTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path


def compile_tables(sources: Mapping[str, Mapping[str, Any]]) -> None:
    """Compile and write the user's tables.

    A table contains all facts of the sources. For the same ISSNs and prefixes, it also contains the facts of the
    installed table. `sources`: name of each source to what `read_sources` returns for it.

    Raises:
        TableError: A source cannot be read.
        OSError: A table cannot be written.

    """
    manifest = {}
    # All sources are read before a table is written, so that nothing changes if a source cannot be read.
    compiled = {table: _merged(table, names) for table in TABLES if (names := _names(sources, table))}
    for table in TABLES:
        path = user_directory() / f"{table}.parquet"
        if table not in compiled:
            path.unlink(missing_ok=True)
            if table == "journals":
                (user_directory() / "titles.parquet").unlink(missing_ok=True)
            continue
        merged, names = compiled[table], _names(sources, table)
        replace_file(path, partial(merged.write_parquet, compression="zstd"))
        if table == "journals":
            keys, kept = lookups.title_keys(merged), user_directory() / "titles.parquet"
            replace_file(kept, partial(keys.write_parquet, compression="zstd"))
            manifest["titles"] = _facts(kept, keys, names, sources)
        manifest[table] = _facts(path, merged, names, sources)
    _write_json(user_directory() / "manifest.json", manifest)
    _write_json(user_directory() / "sources.json", sources)


def _facts(
    path: Path, table: pl.DataFrame, names: Iterable[str], sources: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    return {
        "rows": table.height,
        "as_of": max(str(sources[name]["as_of"]) for name in names),
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "bytes": path.stat().st_size,
        "changed": path.stat().st_mtime_ns,
        "what": f"user tables: {', '.join(names)}",
        "sources": ", ".join(str(sources[name].get("sources", name)) for name in names),
        "licence": "; ".join(sorted({str(sources[name]["licence"]) for name in names})),
    }


def _names(sources: Mapping[str, Mapping[str, Any]], table: str) -> list[str]:
    """Return the names of the sources of a table. Files of the user come before public lists and take precedence."""
    names = [name for name, facts in sources.items() if facts["table"] == table]
    return sorted(names, key=lambda name: (name in LISTS, name))


def _merged(table: str, names: Iterable[str]) -> pl.DataFrame:
    own = TABLES[table]([_source(name) for name in names])
    both = _with_installed(table, own)
    if table == "journals":
        # If the sources have no publisher, use the publisher of the installed table.
        both = both.with_columns(pl.coalesce("publisher", "_publisher"))
    return both.select(own.columns)


def _source(name: str) -> pl.DataFrame:
    path = source_path(name)
    try:
        return pl.read_parquet(path, glob=False)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise TableError(
            f"cannot read `{path}` ({str(error).splitlines()[0]}); "
            f"run `scholint reference remove {name}`, then add or update it again"
        ) from None


def _with_installed(table: str, own: pl.DataFrame) -> pl.DataFrame:
    """Join the rows with those of the installed table that have the same key.

    The titles or registrants of the installed table are added after the own ones. The other columns of the installed
    table are added with `_` before their names.
    """
    key, names = own.columns[:2]
    installed = tables_module.read_table(tables_module.INSTALLED / f"{table}.parquet", table)
    installed = installed.rename({column: f"_{column}" for column in installed.columns if column != key})
    both = own.join(installed, on=key, how="left", maintain_order="left")
    lists = [pl.col(column).fill_null("").str.split(SEPARATOR) for column in (names, f"_{names}")]
    united = pl.concat_list(lists).list.unique(maintain_order=True)
    united = united.list.eval(pl.element().filter(pl.element() != "")).list.join(SEPARATOR)
    return both.with_columns(united.alias(names))


def read_sources() -> dict[str, dict[str, Any]]:
    """Return the recorded facts about the user's sources by name, for example `table`, `rows`, `as_of`, and `sha256`.

    Raises:
        TableError: The file `sources.json` cannot be read.

    """
    # The first directory is the installed one. If the user has no home directory, there is no other.
    found = [tables_module.read_facts(folder / "sources.json") for folder in tables_module.folders()[1:]]
    return {name: facts for listed in found for name, facts in listed.items() if facts.get("table") in TABLES}


def user_directory() -> Path:
    """Return the directory of the user's tables.

    Raises:
        TableError: The directory is not configured, and the user has no home directory.

    """
    return tables_module.user_folder()


def source_path(name: str) -> Path:
    """Return the path of the Parquet file with the facts of a source."""
    return user_directory() / "sources" / f"{name}.parquet"


def _write_json(path: Path, table: Mapping[str, Any]) -> None:
    replace_file(path, lambda part: part.write_text(json.dumps(table, indent=2) + "\n", "utf-8"))


def replace_file(path: Path, write: Callable[[Path], Any]) -> None:
    """Replace a file atomically, so that no other program reads a partial file.

    `write`: a function that writes the new content to a given path.
    """
    part = path.with_name(path.name + ".part")
    write(part)
    part.replace(path)
