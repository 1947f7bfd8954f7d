"""The user's reference tables: updated public lists, and files that the user adds.

Each list or file is stored as a source in the user's directory. The tables that the rules use are compiled from all
sources and from the installed tables. Each table is replaced atomically, so that a rule never reads a partial table.
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from datetime import date as date_type
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from scholint.checks.reference import tables as tables_module
from scholint.errors import FetchError, TableError
from scholint.flows.reference_tables.compiled import (
    compile_tables,
    read_sources,
    replace_file,
    source_path,
    user_directory,
)
from scholint.flows.reference_tables.downloads import downloaded_facts
from scholint.flows.reference_tables.facts import LOST, TABLES, VALID, ListError
from scholint.flows.reference_tables.lists import LISTS, PublicList
from scholint.flows.reference_tables.user_files import raw_facts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scholint.flows.settings import Settings

# A truncated list is worse than an old one. Lists usually grow, and lose only a few rows when they are cleaned.
_SHRUNK = 0.8
# If a larger share of rows has lost characters, the file has another encoding.
_LOST = 0.01


def listing() -> list[dict[str, Any]]:
    """Return one dictionary for each table, and then one for each source that the user has added or updated.

    Keys: `name`, `rows`, `as_of`, `days`, `licence`, `what`, `path`, `fault`, and others. `days` is the number of days
    since `as_of`, or None if that is not a date. `fault` is a sentence for the user if the table or the keys of its
    titles cannot be read or have changed since they were written, or None.

    Raises:
        TableError: The manifest cannot be read, or a table exists that the manifest does not list.

    """
    manifest = tables_module.manifest()
    for folder in tables_module.folders()[1:]:
        for name in (*tables_module.SCHEMAS, "titles"):
            if f"{name}{tables_module.OWN}" not in manifest:
                tables_module.refuse_unknown(folder / f"{name}.parquet")
    faults = {name: _table_fault(name, facts) for name, facts in manifest.items()}
    tables = [
        {"name": name, **facts, "fault": faults[name] or _titles_fault(name, faults)}
        for name, facts in manifest.items()
        if name.split(" ")[0] in tables_module.SCHEMAS
    ]
    own = []
    for name, facts in sorted(read_sources().items()):
        path = source_path(name)
        fault = tables_module.fault(
            path, facts, f"run `scholint reference remove {name}`, then add or update it again"
        )
        own.append({"name": f"  {name}", **facts, "path": str(path), "fault": fault})
    return [{**row, "days": _days_since(row["as_of"])} for row in tables + own]


def _table_fault(name: str, facts: Mapping[str, Any]) -> str | None:
    remedy = tables_module.REMEDY if name.endswith(tables_module.OWN) else "reinstall scholint"
    return tables_module.fault(Path(facts["path"]), facts, remedy)


def _titles_fault(name: str, faults: Mapping[str, str | None]) -> str | None:
    return faults.get(name.replace("journals", "titles")) if name.startswith("journals") else None


def _days_since(date: str) -> int | None:
    try:
        return (datetime.now(UTC).date() - date_type.fromisoformat(date)).days
    except ValueError:
        return None


def update(name: str, settings: Settings) -> dict[str, Any]:
    """Download a public list again, compile the tables, and return facts about the list.

    Downloaded parts are kept until the list is complete, so that an interrupted update can be resumed. The list is
    refused if it has fewer rows than its minimum, or than four fifths of the last list.

    Raises:
        TableError: The list cannot be downloaded or read, it is too short, or the tables cannot be written.

    """
    listed = LISTS[name]
    url = settings.reference.get(name, listed.url)
    limits = replace(settings.http, hosts=(*listed.hosts, *settings.http.hosts))
    try:
        with _writing():
            folder = tables_module.user_folder() / "downloads" / name
            facts = downloaded_facts(listed, url, folder, limits)
            _check_rows(name, listed, facts, mirror=url != listed.url)
            about = {"what": listed.what, "licence": listed.licence, "sources": url}
            return _keep(name, listed.table, facts, about)
    except (FetchError, TableError) as error:
        raise TableError(f"{name} was not updated: {error}") from None


def add(file: Path) -> dict[str, Any]:
    """Add a user's file to the reference tables. The source is named after the file.

    Return what the manifest records about the source (such as `table`, `rows`, and `as_of`), with its `name`, its `path`,
    and `left_out`: the number of rows that were skipped because their ISSN or DOI prefix is not valid.

    Raises:
        TableError: The file cannot be read, its name or its rows cannot be used, or the tables cannot be written.

    """
    try:
        table, facts = raw_facts(file)
    except ListError as error:
        raise TableError(str(error)) from None
    name = file.name.partition(".")[0]
    if name in LISTS:
        raise TableError(f"file name `{name}` is reserved for a public list; rename the file")
    if not name.strip() or not name.isprintable():
        raise TableError(f"cannot derive a table name from the file name {file.name!r}; rename the file")
    usable = facts.filter(VALID[table])
    if usable.is_empty():
        raise TableError(f"`{file}` has no usable rows: no valid ISSNs or DOI prefixes")
    about = {"what": "added by the user", "licence": "provided by the user", "sources": file.name}
    with _writing():
        return {**_keep(name, table, usable, about), "left_out": facts.height - usable.height}


def remove(name: str) -> None:
    """Remove a source, and compile the tables.

    Raises:
        TableError: No source has this name, or the tables cannot be written.

    """
    sources = read_sources()
    if name not in sources:
        known = ", ".join(sorted(sources))
        raise TableError(
            f"no added or updated table is named `{name}`, expected one of {known}"
            if sources
            else f"cannot remove `{name}`: no tables have been added or updated"
        )
    del sources[name]
    with _writing():
        compile_tables(sources)
        source_path(name).unlink(missing_ok=True)


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except FetchError:
        raise
    except OSError as error:
        raise TableError(f"cannot write `{user_directory()}`: {error.strerror or error}") from None


def _check_rows(name: str, listed: PublicList, facts: pl.DataFrame, *, mirror: bool) -> None:
    """Check that a list is neither truncated nor wrongly encoded.

    A list from a mirror may have fewer rows than the minimum, but not much fewer than the last time.

    Raises:
        TableError: The list fails the check.

    """
    rows = facts.filter(VALID[listed.table]).height
    before = int(read_sources().get(name, {}).get("facts", 0))
    least = max(0 if mirror else listed.least_rows, int(before * _SHRUNK), 1)
    if rows < least:
        known = f" (last time: {before:,})" if before else ""
        hint = f" (to accept it, first run `scholint reference remove {name}`)" if before else ""
        raise TableError(f"list has {rows:,} usable rows, expected at least {least:,}{known}{hint}")
    lost = facts.select(pl.any_horizontal(pl.all().str.contains(LOST)).sum()).item()
    if lost > rows * _LOST:
        raise TableError(
            f"{lost:,} of {rows:,} rows contain replacement characters; the list is probably not UTF-8"
        )


def _keep(name: str, table: str, facts: pl.DataFrame, about: Mapping[str, str]) -> dict[str, Any]:
    path = source_path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    sources = read_sources()
    replace_file(path, partial(facts.write_parquet, compression="zstd"))
    sources[name] = {
        "table": table,
        "facts": facts.filter(VALID[table]).height,
        "rows": TABLES[table]([facts]).height,
        "as_of": datetime.now(UTC).date().isoformat(),
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        **about,
    }
    compile_tables(sources)
    return {"name": name, **sources[name], "path": str(path)}
