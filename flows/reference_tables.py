"""The user's own reference tables: public lists fetched anew, and files that the user adds.

Each list or file is kept as a source of its own in the user's folder; the tables that the rules read are compiled of
all of them and of what is installed, and replaced in one step, so that a rule never reads half a table.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

from scholint.checks import reference
from scholint.checks.reference import TableError
from scholint.flows import bytestream
from scholint.flows.fetching import FetchError, FetchSettings, download
from scholint.seeds.public_lists import LISTS, SEPARATOR, TABLES, ListError, PublicList, raw_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from scholint.flows.configuration import Settings

_EXPANSION = 100
_SHRUNK = 0.5


def listing() -> list[dict[str, Any]]:
    """Return what is installed, then the user's sources: `name, rows, as_of, licence, what, path`."""
    installed = [{"name": name, **facts} for name, facts in reference.manifest().items()]
    own = [
        {"name": f"  {name}", **facts, "path": str(_source_path(name))}
        for name, facts in sorted(_sources().items())
    ]
    return installed + own


def update(name: str, settings: Settings) -> dict[str, Any]:
    """Fetch a public list anew and compile the tables; return its facts.

    What was fetched is kept until the list is whole, so that an update that was broken off goes on where it was.
    Nothing is replaced by a list that is shorter than its keeper ever published, or than half of the last one.

    Raises:
        TableError: it cannot be fetched or read, or it is too short.

    """
    listed = LISTS[name]
    url = settings.reference.get(name, listed.url)
    given = dict(settings.http)
    limits = FetchSettings(**{**given, "hosts": (*listed.hosts, *given.get("hosts", ()))})
    folder = reference.user_folder() / "downloads" / name
    get = _Downloads(folder, limits)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        facts = pl.concat([listed.read(path) for path in listed.fetch(get, url)])
        _check_rows(name, listed, facts.height, mirror=url != listed.url)
        added = _keep(
            name, listed.table, facts, {"what": listed.what, "licence": listed.licence, "sources": url}
        )
    except (FetchError, ListError, TableError, OSError) as error:
        message = str(error) if isinstance(error, FetchError | TableError) else f"{url}: {error}"
        raise TableError(f"{name} was not updated: {message}") from None
    except (pl.exceptions.PolarsError, KeyError, TypeError, bytestream.BrokenStreamError) as error:
        first = (str(error).splitlines() or [type(error).__name__])[0]
        raise TableError(f"{name} was not updated: {url} cannot be read as {listed.what} ({first})") from None
    shutil.rmtree(folder)
    return added


def add(file: Path) -> dict[str, Any]:
    """Add a user's own table, by its file's name; return its facts.

    Raises:
        TableError: the file cannot be read, or holds nothing that can be used.

    """
    try:
        table, facts = raw_facts(file)
    except ListError as error:
        raise TableError(str(error)) from None
    name = file.name.partition(".")[0]
    if name in LISTS:
        raise TableError(f"received a file named as the public list `{name}`, rename it")
    usable = TABLES[table]([facts]).height
    if not usable:
        raise TableError(
            f"{file} holds no row that can be used: its ISSNs or prefixes are not written as such"
        )
    about = {"what": "added by the user", "licence": "the user's", "sources": file.name}
    with _writing():
        return _keep(name, table, facts, about)


def remove(name: str) -> None:
    """Take a source away again and compile the tables.

    Raises:
        TableError: there is none of this name.

    """
    sources = _sources()
    if name not in sources:
        known = ", ".join(sorted(sources)) or "none, for nothing was added or updated"
        raise TableError(f"received table `{name}`, valid are {known}")
    del sources[name]
    with _writing():
        _write_json(_folder() / "sources.json", sources)
        _source_path(name).unlink(missing_ok=True)
        _compile(sources)


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise TableError(f"cannot write {_folder()}: {error.strerror or error}") from None


class _Downloads:
    """Callable: a URL to a file with its bytes, decompressed; what is whole already is not fetched again."""

    def __init__(self, folder: Path, limits: FetchSettings) -> None:
        self.folder = folder
        self.limits = limits

    def __call__(self, url: str) -> Path:
        path = self.folder / hashlib.sha256(url.encode()).hexdigest()[:16]
        whole = path.with_suffix(".whole")
        if not whole.exists():
            download(url, path, self.limits)
            raw = path.with_suffix(".raw")
            with raw.open("wb") as file:
                for chunk in bytestream.decompressed(bytestream.file_chunks(str(path)), _EXPANSION):
                    file.write(chunk)
            path.unlink()
            raw.replace(whole)
        return whole


def _check_rows(name: str, listed: PublicList, rows: int, *, mirror: bool) -> None:
    before = int(_sources().get(name, {}).get("facts", 0))
    least = max(0 if mirror else listed.least_rows, int(before * _SHRUNK), 1)
    if rows < least:
        raise TableError(f"received {rows:,} rows, fewer than the {least:,} that make it credible")


def _keep(name: str, table: str, facts: pl.DataFrame, about: Mapping[str, str]) -> dict[str, Any]:
    path = _source_path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    _replace(path, partial(facts.write_parquet, compression="zstd"))
    compiled = TABLES[table]([facts])
    sources = _sources()
    sources[name] = {
        "table": table,
        "facts": facts.height,
        "rows": compiled.height,
        "as_of": datetime.now(UTC).date().isoformat(),
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        **about,
    }
    _write_json(_folder() / "sources.json", sources)
    _compile(sources)
    return {"name": name, **sources[name], "path": str(path)}


def _compile(sources: Mapping[str, Mapping[str, Any]]) -> None:
    """Write the user's tables: all that the sources know, and what is installed about the same keys."""
    manifest = {}
    for table in TABLES:
        names = [name for name, facts in sources.items() if facts["table"] == table]
        path = _folder() / f"{table}.parquet"
        if not names:
            path.unlink(missing_ok=True)
            if table == "journals":
                (_folder() / "titles.parquet").unlink(missing_ok=True)
            continue
        # What the user added goes before what was fetched: the first publisher is kept.
        names.sort(key=lambda name: (name in LISTS, name))
        own = TABLES[table]([pl.read_parquet(_source_path(name)) for name in names])
        merged = _with_installed(table, own)
        _replace(path, partial(merged.write_parquet, compression="zstd"))
        if table == "journals":
            keys = reference.title_keys(merged)
            _replace(_folder() / "titles.parquet", partial(keys.write_parquet, compression="zstd"))
        manifest[table] = {
            "rows": merged.height,
            "as_of": max(str(sources[name]["as_of"]) for name in names),
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "what": f"the user's: {', '.join(names)}",
            "sources": ", ".join(str(sources[name]["sources"]) for name in names),
            "licence": "; ".join(sorted({str(sources[name]["licence"]) for name in names})),
        }
    _write_json(_folder() / "manifest.json", manifest)


def _with_installed(table: str, own: pl.DataFrame) -> pl.DataFrame:
    """Return the rows with the names that the installed table knows for the same keys, after their own."""
    key, names = own.columns[:2]
    installed = pl.read_parquet(reference.INSTALLED / f"{table}.parquet").select(
        key, pl.col(names).alias("_known")
    )
    both = own.join(installed, on=key, how="left", maintain_order="left")
    lists = [pl.col(column).fill_null("").str.split(SEPARATOR) for column in (names, "_known")]
    united = pl.concat_list(lists).list.unique(maintain_order=True)
    united = united.list.eval(pl.element().filter(pl.element() != "")).list.join(SEPARATOR)
    return both.with_columns(united.alias(names)).drop("_known")


def _sources() -> dict[str, dict[str, Any]]:
    path = _folder() / "sources.json"
    if not path.exists():
        return {}
    try:
        found: dict[str, dict[str, Any]] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise TableError(f"cannot read {path}: {error}") from None
    return found


def _folder() -> Path:
    return reference.user_folder()


def _source_path(name: str) -> Path:
    return _folder() / "sources" / f"{name}.parquet"


def _write_json(path: Path, table: Mapping[str, Any]) -> None:
    _replace(path, lambda part: part.write_text(json.dumps(table, indent=2) + "\n", "utf-8"))


def _replace(path: Path, write: Callable[[Path], Any]) -> None:
    part = path.with_name(path.name + ".part")
    write(part)
    part.replace(path)
