"""Blocks of records that are waiting to be parsed together as one batch."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scholint.flows.formats.declaration import Format
    from scholint.flows.reading.defects import Defect
    from scholint.flows.reading.lines import Block


@dataclass(slots=True)
class Pending:
    """What the next batch will consist of: blocks of one format, and the defects found so far.

    - `form`: the format of the blocks.
    - `blocks`: pairs of a source and a block.
    - `defects`: rows of the contract DEFECTS.
    - `seen`: source to the number of its records.
    - `failed`: sources that could not be read, or not to the end.
    """

    form: Format | None = None
    blocks: list[tuple[str, Block]] = field(default_factory=list)
    defects: list[dict[str, Any]] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """The number of records in the blocks."""
        return sum(len(block.numbers) for _, block in self.blocks)

    @property
    def size(self) -> int:
        """The size of the blocks in bytes."""
        return sum(len(block.data) for _, block in self.blocks)

    def report(self, source: str, defect: Defect) -> None:
        """Add a defect of a source."""
        self.defects.append(defect.row(source))

    def fail(self, source: str, defect: Defect) -> None:
        """Add a defect that prevented a source from being read, and mark the source as failed."""
        self.report(source, defect)
        self.failed.append(source)
