"""The partial result of a run, for some of its sources."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from scholint.checks.contract import DEFECTS, METRICS
from scholint.checks.engine.folding import absent
from scholint.flows.pipeline.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

COMPLETENESS = {"source": pl.String(), "column": pl.String(), "records": pl.UInt64(), "filled": pl.UInt64()}


@dataclass(slots=True)
class PartialResult:
    """The result for some of the sources, before the rules that compare all records are checked.

    - `source_names`: path of a source to the name under which its records are counted.
    - `findings`: frames by the contract FINDINGS, one per batch.
    - `keys`: frames like `Checked.keys`, one per batch.
    - `records`: frames by the contract RECORDS, one per batch, or None if records are not kept.
    - `ends`: the last (source, line) of the batch of each frame in `findings`.
    - `seen`: path of a source to the number of its records, including unreadable ones.
    - `failed`: paths of sources that could not be read, or not to the end.
    - `writable`: path of a source to the columns to which fixes can be written.
    - `metrics`: a frame by the contract METRICS.
    - `defects`: a frame by the contract DEFECTS.
    - `completeness`: a frame with the columns of COMPLETENESS.
    - `filled`: a frame as `absent.add_filled` returns it.
    """

    source_names: Mapping[str, str]
    findings: Spool = field(default_factory=Spool)
    keys: Spool = field(default_factory=Spool)
    records: Spool | None = None
    ends: list[tuple[str, int]] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    writable: dict[str, list[str]] = field(default_factory=dict)
    metrics: pl.DataFrame = field(default_factory=METRICS.empty)
    defects: pl.DataFrame = field(default_factory=DEFECTS.empty)
    completeness: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=COMPLETENESS))
    filled: pl.DataFrame = field(default_factory=lambda: absent.add_filled(()))

    def save(self, folder: Path) -> None:
        """Save the result in a directory, from which `load` can read it. `records` are not saved."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("findings", "keys"):
            for i, frame in enumerate(getattr(self, name)):
                frame.write_ipc(folder / f"{name}-{i:06d}.arrow", compression="zstd")
        for name in _WHOLE:
            getattr(self, name).write_ipc(folder / f"{name}.arrow", compression="zstd")
        facts = {name: getattr(self, name) for name in ("source_names", "ends", "seen", "failed", "writable")}
        (folder / "part.json").write_text(json.dumps(facts), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> PartialResult:
        """Return the result that `save` wrote to a directory.

        Raises:
            OSError: A file in the directory is missing.

        """
        facts = json.loads((folder / "part.json").read_text("utf-8"))
        part = cls(
            facts["source_names"], seen=facts["seen"], failed=facts["failed"], writable=facts["writable"]
        )
        part.ends = [(source, line) for source, line in facts["ends"]]
        for name in ("findings", "keys"):
            for path in sorted(folder.glob(f"{name}-*.arrow")):
                getattr(part, name).append(pl.read_ipc(path))
        for name in _WHOLE:
            setattr(part, name, pl.read_ipc(folder / f"{name}.arrow"))
        return part


_WHOLE = ("metrics", "defects", "completeness", "filled")
