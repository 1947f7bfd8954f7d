"""The user's own reference tables: public lists that are downloaded again, and files that the user adds.

Each list or file is stored as a source in the user's directory. The tables that the rules read are compiled from all
sources and from the installed tables, and replaced in one step, so that a rule never reads half a table.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from datetime import date as date_type
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from scholint.checks.reference import lookups
from scholint.checks.reference import tables as tables_module
from scholint.checks.reference.tables import SEPARATOR
from scholint.errors import FetchError, TableError
from scholint.flows.network.client import download
from scholint.flows.reference_tables.lists import LISTS, LOST, TABLES, VALID, ListError, PublicList, raw_facts
from scholint.flows.sources import streams

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from scholint.flows.network.limits import FetchLimits
    from scholint.flows.settings import Settings

_EXPANSION = 100
# A truncated list is worse than an old one. Lists grow, and shrink only by a few rows when they are cleaned.
_SHRUNK = 0.8
# With a larger share of rows with lost letters, the file is in another encoding.
_LOST = 0.01
# Parts of a list that were downloaded on different days may not fit together.
_KEPT_SECONDS = 86_400


def listing() -> list[dict[str, Any]]:
    """Return the tables, then the user's sources: `name, rows, as_of, days, licence, what, path, fault`.

    `days`: since `as_of`, null where that is not a date. `fault`: a sentence for the user if the table, or the keys of
    its titles, cannot be read or have changed since they were written, else null.

    Raises:
        TableError: the manifest of tables cannot be read, or does not name a table that is there.

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
    for name, facts in sorted(_sources().items()):
        path = _source_path(name)
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
    """Download a public list again and compile the tables; return its facts.

    Downloaded parts are kept until the list is complete, so that an interrupted update is resumed. Nothing is replaced
    by a list that is shorter than it ever was, or than four fifths of the last one.

    Raises:
        TableError: it cannot be downloaded or read, it is too short, or the tables cannot be written.

    """
    listed = LISTS[name]
    url = settings.reference.get(name, listed.url)
    limits = replace(settings.http, hosts=(*listed.hosts, *settings.http.hosts))
    try:
        with _writing():
            folder = tables_module.user_folder() / "downloads" / name
            facts = _fetched(listed, url, folder, limits)
            _check_rows(name, listed, facts, mirror=url != listed.url)
            about = {"what": listed.what, "licence": listed.licence, "sources": url}
            return _keep(name, listed.table, facts, about)
    except (FetchError, TableError) as error:
        raise TableError(f"{name} was not updated: {error}") from None


def _fetched(listed: PublicList, url: str, folder: Path, limits: FetchLimits) -> pl.DataFrame:
    """Return the facts of a list; downloaded parts are kept only while others are missing."""
    if folder.exists() and time.time() - folder.stat().st_mtime > _KEPT_SECONDS:
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        facts = pl.concat([listed.read(path) for path in listed.fetch(_Downloads(folder, limits), url)])
    except _UNREADABLE as error:
        shutil.rmtree(folder)
        first = (str(error).splitlines() or [type(error).__name__])[0]
        raise TableError(f"cannot read {url} as {listed.what}: {first}") from None
    shutil.rmtree(folder)
    return facts


_UNREADABLE = (
    *(pl.exceptions.PolarsError, ListError, streams.BrokenStreamError),
    # What a document of another shape raises in a reader.
    *(AttributeError, KeyError, TypeError, ValueError),
)


def add(file: Path) -> dict[str, Any]:
    """Add a user's own table, named like its file; return its facts, and in `left_out` how many rows are not usable.

    Raises:
        TableError: the file cannot be read, or has no usable rows, or the tables cannot be written.

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
        raise TableError(f"{file} has no usable rows: no valid ISSNs or DOI prefixes")
    about = {"what": "added by the user", "licence": "provided by the user", "sources": file.name}
    with _writing():
        return {**_keep(name, table, usable, about), "left_out": facts.height - usable.height}


def remove(name: str) -> None:
    """Remove a source and compile the tables.

    Raises:
        TableError: there is none of this name, or the tables cannot be written.

    """
    sources = _sources()
    if name not in sources:
        known = ", ".join(sorted(sources))
        raise TableError(
            f"no added or updated table is named `{name}`, expected one of {known}"
            if sources
            else f"cannot remove `{name}`: no tables have been added or updated"
        )
    del sources[name]
    with _writing():
        _compile(sources)
        _source_path(name).unlink(missing_ok=True)


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except FetchError:
        raise
    except OSError as error:
        raise TableError(f"cannot write {_folder()}: {error.strerror or error}") from None


class _Downloads:
    """Callable: a URL to a file with its content, decompressed; complete files are not downloaded again."""

    def __init__(self, folder: Path, limits: FetchLimits) -> None:
        self.folder = folder
        self.limits = limits

    def __call__(self, url: str) -> Path:
        path = self.folder / hashlib.sha256(url.encode()).hexdigest()[:16]
        whole = path.with_suffix(".whole")
        if not whole.exists():
            download(url, path, self.limits)
            raw, size = path.with_suffix(".raw"), 0
            with raw.open("wb") as file:
                for chunk in streams.decompressed(streams.file_chunks(str(path)), _EXPANSION):
                    size += file.write(chunk)
                    if size > self.limits.bytes_limit:
                        raise ListError(
                            f"decompressed size exceeds {self.limits.bytes_limit:,} bytes (setting `http.bytes-limit`)"
                        )
            path.unlink()
            raw.replace(whole)
        return whole


def _check_rows(name: str, listed: PublicList, facts: pl.DataFrame, *, mirror: bool) -> None:
    """Refuse a truncated or damaged list. A mirror may have a part of the list, but not less each time.

    Raises:
        TableError: it is refused.

    """
    rows = facts.filter(VALID[listed.table]).height
    before = int(_sources().get(name, {}).get("facts", 0))
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
    path = _source_path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    sources = _sources()
    _replace(path, partial(facts.write_parquet, compression="zstd"))
    sources[name] = {
        "table": table,
        "facts": facts.filter(VALID[table]).height,
        "rows": TABLES[table]([facts]).height,
        "as_of": datetime.now(UTC).date().isoformat(),
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        **about,
    }
    _compile(sources)
    return {"name": name, **sources[name], "path": str(path)}


def _compile(sources: Mapping[str, Mapping[str, Any]]) -> None:
    """Write the user's tables: all facts of the sources, with those of the installed tables about the same keys."""
    manifest = {}
    # All are read before one is written, so that a source that cannot be read changes nothing.
    compiled = {table: _merged(table, names) for table in TABLES if (names := _names(sources, table))}
    for table in TABLES:
        path = _folder() / f"{table}.parquet"
        if table not in compiled:
            path.unlink(missing_ok=True)
            if table == "journals":
                (_folder() / "titles.parquet").unlink(missing_ok=True)
            continue
        merged, names = compiled[table], _names(sources, table)
        _replace(path, partial(merged.write_parquet, compression="zstd"))
        if table == "journals":
            keys, kept = lookups.title_keys(merged), _folder() / "titles.parquet"
            _replace(kept, partial(keys.write_parquet, compression="zstd"))
            manifest["titles"] = _facts(kept, keys, names, sources)
        manifest[table] = _facts(path, merged, names, sources)
    _write_json(_folder() / "manifest.json", manifest)
    _write_json(_folder() / "sources.json", sources)


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
    """Return the names of a table's sources; the publishers of the user's files take precedence over those of lists."""
    names = [name for name, facts in sources.items() if facts["table"] == table]
    return sorted(names, key=lambda name: (name in LISTS, name))


def _merged(table: str, names: Iterable[str]) -> pl.DataFrame:
    own = TABLES[table]([_source(name) for name in names])
    both = _with_installed(table, own)
    if table == "journals":
        # A list without publishers must not hide that of the installed table.
        both = both.with_columns(pl.coalesce("publisher", "_publisher"))
    return both.select(own.columns)


def _source(name: str) -> pl.DataFrame:
    path = _source_path(name)
    try:
        return pl.read_parquet(path, glob=False)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise TableError(
            f"cannot read {path} ({str(error).splitlines()[0]}); "
            f"run `scholint reference remove {name}`, then add or update it again"
        ) from None


def _with_installed(table: str, own: pl.DataFrame) -> pl.DataFrame:
    """Return the rows with the names of the installed table for the same keys added after their own.

    The other columns of the installed table are there with `_` before their names.
    """
    key, names = own.columns[:2]
    installed = tables_module.read_table(tables_module.INSTALLED / f"{table}.parquet", table)
    installed = installed.rename({column: f"_{column}" for column in installed.columns if column != key})
    both = own.join(installed, on=key, how="left", maintain_order="left")
    lists = [pl.col(column).fill_null("").str.split(SEPARATOR) for column in (names, f"_{names}")]
    united = pl.concat_list(lists).list.unique(maintain_order=True)
    united = united.list.eval(pl.element().filter(pl.element() != "")).list.join(SEPARATOR)
    return both.with_columns(united.alias(names))


def _sources() -> dict[str, dict[str, Any]]:
    # All directories but the first, which is the installed one: none for a user without a home directory.
    found = [tables_module.read_facts(folder / "sources.json") for folder in tables_module.folders()[1:]]
    return {name: facts for listed in found for name, facts in listed.items() if facts.get("table") in TABLES}


def _folder() -> Path:
    return tables_module.user_folder()


def _source_path(name: str) -> Path:
    return _folder() / "sources" / f"{name}.parquet"


def _write_json(path: Path, table: Mapping[str, Any]) -> None:
    _replace(path, lambda part: part.write_text(json.dumps(table, indent=2) + "\n", "utf-8"))


def _replace(path: Path, write: Callable[[Path], Any]) -> None:
    part = path.with_name(path.name + ".part")
    write(part)
    part.replace(path)
