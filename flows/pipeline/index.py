"""The index, which stores keys of records, so that later runs can find duplicates without reading the records again.

An index is a directory. It contains `index.json`, and in `parts` a directory of Parquet files for each run.
`index.json` is replaced atomically after the files of a run are complete on disk, so that a crash leaves the old
index. If a record with the same source, line, and id is read again, its new keys replace those of earlier runs.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import polars as pl
from polars import selectors as cs

from scholint.checks.contract import PLACE, RECORDS
from scholint.checks.rule import OWN
from scholint.errors import IndexFaultError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from scholint.checks.engine.engine import Engine

_MANIFEST = "index.json"
_PROBE_TEXT = (
    "We measured the tides of eleven harbours for two years, “corrected” the readings, and compared them. "
    * 4
)


@dataclass(frozen=True, slots=True)
class Index:
    """An index of the keys of earlier runs.

    - `folder`: the directory of the index.
    - `scheme`: a fingerprint of the keys of sample records. Only keys of the same scheme can be compared.
    - `rules`: the codes of the rules whose keys the index contains.
    - `parts`: the name and the sources of each run, oldest first.
    """

    folder: Path
    scheme: str
    rules: tuple[str, ...]
    parts: tuple[tuple[str, frozenset[str]], ...] = ()

    def known(self, keys: Sequence[pl.LazyFrame] = ()) -> list[pl.LazyFrame]:
        """Return the keys of earlier runs, oldest first, one frame per batch.

        `keys`: the keys of the current run. Records that it has read again are left out.
        """
        sources = _sources(keys)
        parts = [self.part(i, _again(keys, sources & own)) for i, (_, own) in enumerate(self.parts)]
        return [frame for part in parts for frame in part]

    def part(self, number: int, again: Sequence[pl.LazyFrame] = ()) -> list[pl.LazyFrame]:
        """Return the keys of one run, one frame per batch. Records that later runs have read again are left out.

        `number`: the index of the run in `parts`. `again`: frames with the places of more records to leave out.
        """
        name, _ = self.parts[number]
        files = sorted((self.folder / "parts" / name).glob("keys-*.parquet"))
        gone = [
            pl.scan_parquet(path)
            for later, _ in self.parts[number + 1 :]
            if (path := self.folder / "parts" / later / f"gone-{name}.parquet").exists()
        ]
        frames = [pl.scan_parquet(file) for file in files]
        for replaced in [*gone, *again]:
            frames = [f.join(replaced, on=PLACE, how="anti", maintain_order="left") for f in frames]
        return frames

    def add(self, keys: Sequence[pl.LazyFrame]) -> Index:
        """Add the keys of a run to the index, and return the new index.

        Raises:
            IndexFaultError: The directory cannot be written. The index is then unchanged.

        """
        try:
            return self._with(keys)
        except OSError as error:
            raise IndexFaultError(
                f"cannot write the index `{self.folder}`: {error.strerror or error}"
            ) from error

    def _with(self, keys: Sequence[pl.LazyFrame]) -> Index:
        sources = _sources(keys)
        if not sources:
            self._commit()
            return self
        name = uuid4().hex
        folder = self.folder / "parts" / name
        folder.mkdir(parents=True)
        for i, frame in enumerate(keys):
            kept = frame.drop(cs.starts_with(OWN))
            kept.sink_parquet(folder / f"keys-{i:06d}.parquet", compression="zstd")
        for number, (older, own) in enumerate(self.parts):
            gone = [
                frame.select(PLACE).join(a, on=PLACE, how="semi")
                for a in _again(keys, sources & own)
                for frame in self.part(number)
            ]
            found = pl.concat(gone).collect() if gone else pl.DataFrame()
            if found.height:
                found.write_parquet(folder / f"gone-{older}.parquet")
        for path in (*folder.iterdir(), folder, folder.parent):
            _flush_to_disk(path)
        grown = replace(self, parts=(*self.parts, (name, sources)))
        grown._commit()  # noqa: SLF001 - its own class
        return grown

    def _commit(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        table = {
            "scheme": self.scheme,
            "rules": self.rules,
            "parts": [{"name": name, "sources": sorted(sources)} for name, sources in self.parts],
        }
        fresh = self.folder / f"{_MANIFEST}.{uuid4().hex}"
        fresh.write_text(json.dumps(table, indent=1), "utf-8")
        _flush_to_disk(fresh)
        fresh.replace(self.folder / _MANIFEST)
        _flush_to_disk(self.folder)


def opened(folder: Path, engine: Engine) -> Index:
    """Return the index in the directory, or a new index if the directory is empty or missing.

    Raises:
        IndexFaultError: The directory contains other files, or an index that was built with other rules or versions.

    """
    rules = tuple(rule.code for rule in engine.rules if "batch" in rule.needs)
    if not (folder / _MANIFEST).exists():
        if folder.exists() and (not folder.is_dir() or any(p.name != "parts" for p in folder.iterdir())):
            raise IndexFaultError(f"`{folder}` is not an index and is not empty; specify a new directory")
        return Index(folder, _scheme(engine), rules)
    index = _read(folder)
    if index.rules != rules:
        raise IndexFaultError(
            f"index `{folder}` was built with the rules {', '.join(index.rules)}, but this run selects {', '.join(rules)}"
        )
    if index.scheme != _scheme(engine):
        raise IndexFaultError(
            f"index `{folder}` was built by an incompatible version of scholint or Polars; create a new index"
        )
    return index


def merge(folders: Sequence[Path], into: Path) -> Index:
    """Merge the indexes in the directories `folders` into a new index in `into`, and return it.

    If several indexes contain the same record, the keys of the last index are used.

    Raises:
        IndexFaultError: A directory contains no index, the indexes were built with different rules or versions, or
            `into` is not empty.

    """
    indexes = [_read(folder) for folder in folders]
    first = indexes[0]
    for other in indexes[1:]:
        if (other.scheme, other.rules) != (first.scheme, first.rules):
            raise IndexFaultError(
                f"cannot merge `{other.folder}` and `{first.folder}`: built with different rules or versions"
            )
    if into.exists() and not into.is_dir():
        raise IndexFaultError(f"`{into}` is not a directory")
    if into.exists() and any(into.iterdir()):
        raise IndexFaultError(f"`{into}` is not empty; specify a new directory")
    merged = Index(into, first.scheme, first.rules)
    for index in indexes:
        for number in range(len(index.parts)):
            merged = merged.add(index.part(number))
    merged._commit()  # noqa: SLF001 - this module's class; needed if all indexes are empty
    return merged


def _read(folder: Path) -> Index:
    try:
        table: dict[str, Any] = json.loads((folder / _MANIFEST).read_text("utf-8"))
        parts = tuple((part["name"], frozenset(part["sources"])) for part in table["parts"])
        return Index(folder, table["scheme"], tuple(table["rules"]), parts)
    except FileNotFoundError:
        why = f"is not an index: it contains no `{_MANIFEST}`" if folder.exists() else "does not exist"
        raise IndexFaultError(f"`{folder}` {why}") from None
    except NotADirectoryError:
        raise IndexFaultError(f"`{folder}` is not a directory") from None
    except OSError as error:
        raise IndexFaultError(f"cannot read index `{folder}`: {error.strerror or error}") from None
    except (ValueError, KeyError, TypeError):
        raise IndexFaultError(f"index `{folder}` is damaged: its `{_MANIFEST}` is not valid") from None


def _sources(keys: Sequence[pl.LazyFrame]) -> frozenset[str]:
    found = [frame.select(pl.col("source").unique()).collect()["source"] for frame in keys]
    return frozenset(name for series in found for name in series)


def _again(keys: Sequence[pl.LazyFrame], sources: frozenset[str]) -> list[pl.LazyFrame]:
    """Return a frame with the places of the keys that come from these sources, or no frame without sources."""
    if not sources:
        return []
    wanted = pl.col("source").is_in(sorted(sources))
    return [pl.concat([frame.select(PLACE).filter(wanted) for frame in keys])]


def _scheme(engine: Engine) -> str:
    """Return a fingerprint of the keys of two sample records. It covers the columns, dtypes, and values of the keys."""
    rows = [
        {
            **dict.fromkeys(("doi", "published"), "10.1000/Probe.1"),
            "source": "probe",
            "line": line,
            "id": f"probe-{line}",
            "title": "Étude of “tides”",
            "abstract": _PROBE_TEXT,
            "year": "2020",
            "type": "article",
            "journal": "Tides",
            "authors": ["Lumen, Ada"],
            "issns": ["2049-3630"],
            "format": "plain",
            "provides": 0,
        }
        for line in (1, 2)
    ]
    keys = engine.check_records(pl.DataFrame(rows, schema=RECORDS.schema)).keys
    shown = f"{sorted(keys.schema.items(), key=str)}{keys.select(sorted(keys.columns)).write_json()}"
    return hashlib.sha256(shown.encode()).hexdigest()[:16]


def _flush_to_disk(path: Path) -> None:
    """Wait until a file or directory is written to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
