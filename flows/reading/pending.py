"""Blocks of records that wait to be parsed together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scholint.flows.formats.declaration import Format
    from scholint.flows.reading.defects import Defect
    from scholint.flows.reading.lines import Block


@dataclass(slots=True)
class Pending:
    """Blocks of one format that wait to be parsed together, and what was found besides records.

    `blocks`: source and lines each. `defects`: rows of the contract DEFECTS. `seen`: source to its number of records.
    `failed`: sources that could not be read as a whole.
    """

    form: Format | None = None
    blocks: list[tuple[str, Block]] = field(default_factory=list)
    defects: list[dict[str, Any]] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many records wait."""
        return sum(len(block.numbers) for _, block in self.blocks)

    @property
    def size(self) -> int:
        """How many bytes wait."""
        return sum(len(block.data) for _, block in self.blocks)

    def report(self, source: str, defect: Defect) -> None:
        """Add a defect of a source."""
        self.defects.append(defect.row(source))

    def fail(self, source: str, defect: Defect) -> None:
        """Add the defect for which a source cannot be read as a whole."""
        self.report(source, defect)
        self.failed.append(source)
