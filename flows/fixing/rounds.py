"""Mending: judge and correct until no fix is left to write, and only then write the files, each once.

A fix may uncover what it hid, and of two fixes for one value the second is made anew. What is corrected waits in a
temporary folder meanwhile, so that a run which is broken off has changed nothing, and one patch undoes all of it.
"""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from scholint.flows.fixing import files
from scholint.flows.fixing.lines import lines_of
from scholint.flows.formats.declaration import formats as declared_formats

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from scholint.flows.fixing.files import Amendment
    from scholint.flows.reading.limits import Limits
    from scholint.flows.settings import Settings
    from scholint.flows.sources.arguments import Source
    from scholint.reports.result import Result

ROUNDS = 10
"""Fixes that undo each other would never come to an end."""


@dataclass(slots=True)
class Mending:
    """What the fixes make of the sources, while nothing is written yet.

    `last`: the result for the sources with their fixes. `limits`: those of reading. `held`: source to the file that holds
    its corrected content. `written`, `left`: findings that are mended, and whose fixes stay proposals. `refused`:
    sources that cannot be corrected, and why. `complete`: no fix is left that could be written.
    """

    last: Result
    limits: Limits
    held: dict[str, Path] = field(default_factory=dict)
    written: int = 0
    left: int = 0
    refused: dict[str, str] = field(default_factory=dict)
    complete: bool = False

    def amendments(self) -> Iterator[Amendment]:
        """Yield each corrected source, all rounds in one."""
        for path, place in sorted(self.held.items()):
            before, packed = files.content(path, self.limits)
            after, _ = files.content(place, self.limits)
            lines = lines_of(before), lines_of(after)
            yield files.Amendment(path, *lines, written=1, left=0, packed=packed)

    def moved(self, chosen: Sequence[Source]) -> list[Source]:
        """Return the sources, to be read as they are corrected."""
        return [replace(s, held=str(self.held[s.path]) if s.path in self.held else None) for s in chosen]


@contextmanager
def mending(
    chosen: list[Source],
    settings: Settings,
    judged: Callable[[list[Source]], Result],
    *,
    unsafe: bool = False,
) -> Iterator[Mending]:
    """Judge the sources, and again with their fixes until nothing changes; the `held` files vanish with the context.

    `judged`: gives the result for sources, every finding told that has a fix.
    """
    known = declared_formats(settings.formats)
    with tempfile.TemporaryDirectory(prefix="scholint-") as folder:
        found = Mending(judged(chosen), settings.limits)
        for _ in range(ROUNDS):
            found.left = written = 0
            for amendment in files.amendments(
                found.last.findings(),
                known,
                limits=settings.limits,
                forced=settings.source_format,
                unsafe=unsafe,
                held=found.held,
                refused=found.refused,
            ):
                written += amendment.written
                found.left += amendment.left
                if amendment.written:
                    place = found.held.setdefault(amendment.path, Path(folder) / f"{len(found.held)}")
                    place.write_bytes(b"".join(amendment.after))
            if not written:
                found.complete = True
                break
            found.written += written
            found.last = judged(found.moved(chosen))
        yield found
