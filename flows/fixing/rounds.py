"""Rounds of checking and fixing, until no fix is left. Only then does the caller write the files, each once.

Several rounds are needed because a fix may reveal another problem, and because a second fix for the same value must
start from the result of the first. Between rounds, the fixed content is in a temporary directory. An interrupted run
therefore changes no source, and one patch undoes all rounds.
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
"""The maximum number of rounds. Two fixes that undo each other would otherwise never end."""


@dataclass(slots=True)
class FixRun:
    """The state of fixing, before anything is written.

    - `last`: the result of the last check, with the fixes so far applied.
    - `limits`: the limits on reading.
    - `fixed_files`: path of a source to the temporary file with its fixed content.
    - `applied`: how many fixes were applied.
    - `not_applied`: how many fixes were not applied, by reason.
    - `refused`: path of a source to the reason why it cannot be fixed.
    - `complete`: true if no remaining fix can be applied.
    """

    last: Result
    limits: Limits
    fixed_files: dict[str, Path] = field(default_factory=dict)
    applied: int = 0
    not_applied: Counter[str] = field(default_factory=Counter)
    refused: dict[str, str] = field(default_factory=dict)
    complete: bool = False

    def changes(self) -> Iterator[FileChange]:
        """Yield the change of each fixed source. It contains the fixes of all rounds."""
        for path, place in sorted(self.fixed_files.items()):
            before, is_gzip = files.content(path, self.limits)
            after, _ = files.content(place, self.limits)
            lines = lines_of(before), lines_of(after)
            yield files.FileChange(path, *lines, applied=1, not_applied=Counter(), is_gzip=is_gzip)

    def with_fixes(self, sources: Sequence[Source]) -> list[Source]:
        """Return the sources with `read_from` set to the temporary files that contain their fixed content."""
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
    """Check and fix the sources repeatedly until nothing changes. Yield the outcome.

    The temporary files are deleted at the end of the context.

    `check`: a function that checks sources and returns a result with every finding that has a fix. `unsafe`: also apply
    unsafe fixes.
    """
    reader = BlockReader.of(declared_formats(settings.formats), settings.limits, settings.source_format)
    with tempfile.TemporaryDirectory(prefix="scholint-") as folder:
        run = FixRun(check(sources), settings.limits)
        for _ in range(ROUNDS):
            applied = 0
            # Fixes that were not applied in an earlier round are tried and counted again.
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
