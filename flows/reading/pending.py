"""Blocks of records that wait to be parsed together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scholint.flows.formats.detect import bound
from scholint.flows.reading import lines
from scholint.flows.reading.defects import defect
from scholint.flows.reading.records import with_keys

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scholint.flows.formats.declaration import Format
    from scholint.flows.reading.limits import Limits
    from scholint.flows.reading.lines import Block

HEAD_BYTES = 1 << 18


@dataclass(slots=True)
class Pending:
    """Blocks of one format that wait to be parsed together, and what else happened meanwhile."""

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


def widened_format(form: Format, samples: Sequence[Mapping[str, Any]], block: Block) -> Format:
    """Return the plain format with keys bound that come later than the samples."""
    if not form.names:
        return form
    seen = [{path.root: None for mapped in form.columns.values() for path in mapped.paths}]
    spread = lines.spread_objects(block)
    wider = bound(form, [*samples, *spread, *seen])
    missing = [name for column, names in form.names.items() if column not in wider.columns for name in names]
    if missing and (rare := with_keys(block, missing)):
        wider = bound(form, [*samples, *spread, *rare, *seen])
    return form if wider == form else wider


def report_unrecognised(path: str, looked: str, formats: Mapping[str, Format], waiting: Pending) -> None:
    """Note that a source failed since no format fits what was found in it."""
    reason = f"no reader recognises {looked}; formats are {', '.join(formats)}"
    waiting.defects.append(defect("REC006", path, 1, reason, records=0))
    waiting.failed.append(path)


def whole_content(chunks: Iterator[bytes], limits: Limits) -> bytes:
    """Return all bytes of a stream.

    Raises:
        OSError: they are more than `document_bytes`.

    """
    parts: list[bytes] = []
    size = 0
    for chunk in chunks:
        parts.append(chunk)
        size += len(chunk)
        if size > limits.document_bytes:
            raise OSError(
                f"larger than {limits.document_bytes:,} bytes, which is the most that a document may have"
            )
    return b"".join(parts)
