"""The options `--fix` and `--diff` of the command `check`."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click

from scholint.flows.cli.options import shortened_list

if TYPE_CHECKING:
    from scholint.flows.cli.check_options import CheckOptions
    from scholint.flows.fixing.rounds import FixRun
    from scholint.flows.settings import Settings
    from scholint.flows.sources.arguments import ResolvedSources, Source
    from scholint.reports.result import Result


class Checker(Protocol):
    """An object that checks sources, once for the fixes and once for the reports."""

    def find_fixes(self, resolved: ResolvedSources) -> Result:
        """Return a result with every finding that has a fix."""

    def check(self, resolved: ResolvedSources) -> Result:
        """Return the result for the reports and the gate."""


def check_with_fixes(
    resolved: ResolvedSources, options: CheckOptions, settings: Settings, checker: Checker
) -> tuple[Result, bool]:
    """Write the fixes, or show them if `--diff` is given. Return the result, and whether all sources could be fixed.

    After `--fix`, the result describes the fixed files. After `--diff`, it describes the unchanged files.

    Raises:
        FixError: A fixed file cannot be written.

    """
    from scholint.flows.fixing import rounds

    if options.fix_into:
        _refuse_equal_names(resolved.sources)

    def find_fixes(sources: list[Source]) -> Result:
        return checker.find_fixes(replace(resolved, sources=sources))

    with rounds.fix_rounds(resolved.sources, settings, find_fixes, unsafe=options.unsafe_fixes) as run:
        if options.show_diff:
            _show_changes(run)
            paths = {}
        else:
            paths = _write_changes(run, options.fix_into)
        for sentence in _notices(run, resolved.sources, options):
            click.echo(f"scholint: {sentence}", err=True)
        moved = [replace(source, path=paths.get(source.path, source.path)) for source in resolved.sources]
        result = checker.check(replace(resolved, sources=sorted(moved, key=lambda source: source.path)))
        if options.fix:
            result = _after_fixes(result, run, options)
        return result, not run.refused


def _refuse_equal_names(sources: list[Source]) -> None:
    names = Counter(Path(source.path).name for source in sources)
    if twice := sorted(name for name, count in names.items() if count > 1):
        raise click.UsageError(
            f"two sources are named `{twice[0]}`, so --fix-into cannot write both to one directory"
        )


def _show_changes(run: FixRun) -> None:
    from scholint.flows.fixing import files

    for change in run.changes():
        click.echo(files.diff(change), nl=False)


def _write_changes(run: FixRun, into: Path | None) -> dict[str, str]:
    """Write the fixed files. Return the new path of each source whose fixed copy was written to `into`."""
    from scholint.flows.fixing import files

    paths = {}
    for change in run.changes():
        target, patch = files.write(change, into)
        if into:
            paths[change.path] = str(target)
        click.echo(f"scholint: wrote {target} (undo patch: {patch.name})", err=True)
    return paths


def _notices(run: FixRun, sources: list[Source], options: CheckOptions) -> list[str]:
    """Return sentences about sources that could not be fixed, files that were not copied, and fixes not applied."""
    notices = [*run.refused.values()]
    if options.fix_into:
        unchanged = [source.path for source in sources if source.path not in run.fixed_files]
        if unchanged:
            notices.append(f"unchanged, so not copied to {options.fix_into}: {shortened_list(unchanged)}")
    if options.show_diff:
        notices.append(f"would fix {run.applied:,} finding{'s' * (run.applied != 1)}")
    if run.not_applied:
        notices.append(_not_applied(run.not_applied))
    return notices


def _not_applied(reasons: Counter[str]) -> str:
    """Return a sentence that says how many fixes were not applied and why, with the most frequent reason first."""
    total = reasons.total()
    if len(reasons) == 1:
        why = next(iter(reasons))
    else:
        why = ", ".join(f"{reason} ({count:,})" for reason, count in reasons.most_common())
    return f"{total:,} fix{'es' * (total != 1)} not applied: {why}"


def _after_fixes(result: Result, run: FixRun, options: CheckOptions) -> Result:
    """Return the result with two numbers added: the fixes that were applied, and those that another run could apply."""
    from scholint.reports.result import Fixable

    fixable = result.fixable
    if run.complete:
        # The remaining fixes could not be applied, even if their formats allow them.
        fixable = Fixable(0, 0 if options.unsafe_fixes else fixable.unsafe)
    return replace(result, run={**result.run, "fixed": run.applied}, fixable=fixable)
