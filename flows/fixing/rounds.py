"""Rounds of fixing: check and fix until no fix is left, and only then write the files, each once.

A fix may uncover another problem, and of two fixes for one value the second is made from what the first has written.
Between rounds the fixed content is in a temporary directory: an interrupted run has changed nothing, and one patch
undoes all rounds.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from scholint.flows.fixing import files
from scholint.flows.fixing.lines import lines_of
from scholint.flows.formats.declaration import formats as declared_formats
from scholint.flows.reading.blocks import BlockReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from scholint.flows.fixing.files import FileChange
    from scholint.flows.reading.limits import Limits
    from scholint.flows.settings import Settings
    from scholint.flows.sources.arguments import Source
    from scholint.reports.result import Result

ROUNDS = 10
"""The most rounds: fixes that undo each other would go on forever."""


@dataclass(slots=True)
class FixRun:
    """What the fixes have changed so far, before anything is written.

    `last`: the result for the fixed sources. `limits`: those of reading. `fixed_files`: source to the temporary file
    with its fixed content. `applied`: how many fixes were applied. `not_applied`: how many were not, by reason.
    `refused`: sources that cannot be fixed, and why. `complete`: no fix is left that could be applied.
    """

    last: Result
    limits: Limits
    fixed_files: dict[str, Path] = field(default_factory=dict)
    applied: int = 0
    not_applied: Counter[str] = field(default_factory=Counter)
    refused: dict[str, str] = field(default_factory=dict)
    complete: bool = False

    def changes(self) -> Iterator[FileChange]:
        """Yield the change of each fixed source, all rounds in one."""
        for path, place in sorted(self.fixed_files.items()):
            before, is_gzip = files.content(path, self.limits)
            after, _ = files.content(place, self.limits)
            lines = lines_of(before), lines_of(after)
            yield files.FileChange(path, *lines, applied=1, not_applied=Counter(), is_gzip=is_gzip)

    def with_fixes(self, sources: Sequence[Source]) -> list[Source]:
        """Return the sources, to be read as they are after their fixes."""
        fixed = {path: str(place) for path, place in self.fixed_files.items()}
        return [replace(source, read_from=fixed.get(source.path)) for source in sources]


@contextmanager
def fix_rounds(
    sources: list[Source],
    settings: Settings,
    check: Callable[[list[Source]], Result],
    *,
    unsafe: bool = False,
) -> Iterator[FixRun]:
    """Check the sources, and again with their fixes until nothing changes; temporary files vanish with the context.

    `check`: returns the result for sources, with every finding that has a fix. `unsafe`: apply unsafe fixes too.
    """
    reader = BlockReader.of(declared_formats(settings.formats), settings.limits, settings.source_format)
    with tempfile.TemporaryDirectory(prefix="scholint-") as folder:
        run = FixRun(check(sources), settings.limits)
        for _ in range(ROUNDS):
            applied = 0
            # What was not applied in an earlier round is tried again, and counted again.
            run.not_applied = Counter()
            for change in files.file_changes(
                run.last.iter_findings(),
                reader,
                unsafe=unsafe,
                fixed_files=run.fixed_files,
                refused=run.refused,
            ):
                applied += change.applied
                run.not_applied.update(change.not_applied)
                if change.applied:
                    place = run.fixed_files.setdefault(change.path, Path(folder) / f"{len(run.fixed_files)}")
                    place.write_bytes(b"".join(change.after))
            if not applied:
                run.complete = True
                break
            run.applied += applied
            run.last = check(run.with_fixes(sources))
        yield run
