"""The command `check`: it turns arguments into calls and results into exit statuses."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scholint.errors import ExitStatus
from scholint.flows.cli.exits import exit_on_user_error
from scholint.flows.cli.options import (
    load_settings,
    output_option,
    parse_report_files,
    progress_bar,
    shortened_list,
    standard_input,
    written_paths,
)
from scholint.reports.writers.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scholint.flows.fixing.rounds import FixRun
    from scholint.flows.pipeline.report_files import ReportFile
    from scholint.flows.settings import Settings
    from scholint.flows.sources.arguments import ResolvedSources, Source
    from scholint.reports.result import Result


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(FORMATS),
    help="The format on standard output (default: text, and only its last line with --output).",
)
@output_option
@click.option(
    "--select",
    metavar="CODES",
    multiple=True,
    help="Rules to run: codes, names, families or ALL, with commas between.",
)
@click.option("--ignore", metavar="CODES", multiple=True, help="Rules not to run.")
@click.option(
    "--fail-on",
    type=click.Choice(("error", "warning", "info", "never")),
    help="The least severity that fails the gate (default: error).",
)
@click.option(
    "--from",
    "source_format",
    metavar="FORMAT",
    help="The sources' format; by default it is found from the data.",
)
@click.option(
    "--config",
    "config_path",
    metavar="FILE",
    help="A scholint.toml or pyproject.toml; by default the nearest one upwards.",
)
@click.option(
    "--fix",
    is_flag=True,
    help="Apply safe fixes to the files until none is left, leaving an undo patch beside each; report and exit status are about what remains.",
)
@click.option(
    "--unsafe-fixes", is_flag=True, help="With --fix or --diff: proposals too, which may change the meaning."
)
@click.option(
    "--diff",
    "show_diff",
    is_flag=True,
    help="Show what --fix would change, and change nothing; the exit status is that of the files as they are.",
)
@click.option(
    "--fix-into",
    metavar="FOLDER",
    help="With --fix: write the files that are corrected, and no others, into FOLDER instead, and report on those.",
)
@click.option("--statistics", is_flag=True, help="Counts by rule instead of the findings.")
@click.option(
    "--max-findings",
    type=click.IntRange(min=0),
    help="Findings shown by text, markdown and html at most; 0 for all.",
)
@click.option(
    "--index",
    metavar="FOLDER",
    help="Judge duplicates against earlier runs too: FOLDER keeps what they left, and what this one leaves.",
)
@click.option(
    "--suite", metavar="FILE", help="Save the Great Expectations suite of the gate's thresholds as JSON."
)
@click.option("--profile", is_flag=True, help="Print the time that each rule took; rules then run in turn.")
@click.option("--quiet", "-q", is_flag=True, help="Only the last line.")
def check(sources: tuple[str, ...], **options: Any) -> None:
    """Lint SOURCES: files, directories, globs, http(s) URLs, or - for standard input.

    Exit status: 0 passed; 1 a finding as severe as --fail-on, or a threshold, failed the gate, after
    --fix by what remains; 2 usage or configuration; 3 a source is missing or unreadable; 4 a report or
    a fix could not be written.
    """
    with exit_on_user_error():
        sys.exit(_check(sources or standard_input(), options))


def _check(sources: tuple[str, ...], options: dict[str, Any]) -> int:
    from scholint.flows.settings import require_extras

    settings = load_settings(options["config_path"], options)
    files = parse_report_files(options["outputs"], options["suite"])
    if options["suite"] and not settings.thresholds:
        where = f"{settings.path} has none" if settings.path else "there is no configuration file"
        raise click.UsageError(f"--suite saves what [[thresholds]] ask for, and {where}")
    require_extras(settings)
    _refuse_what_does_not_go_together(sources, options)
    result, corrected = _judged(sources, settings, files, options)
    for notice in result.notices:
        click.echo(f"scholint: {notice}", err=True)
    if not options["show_diff"]:
        _publish(result, files, options)
    if result.profile is not None:
        _print_profile(result.profile)
    if result.run["failed"]:
        return ExitStatus.INCOMPLETE
    if not corrected:
        return ExitStatus.UNWRITTEN
    return ExitStatus.PASSED if result.passed else ExitStatus.GATE_FAILED


def _refuse_what_does_not_go_together(sources: tuple[str, ...], options: dict[str, Any]) -> None:
    if options["fix_into"] and not options["fix"]:
        raise click.UsageError("--fix-into goes with --fix")
    if options["unsafe_fixes"] and not (options["fix"] or options["show_diff"]):
        raise click.UsageError("--unsafe-fixes goes with --fix or --diff")
    for option, given in (("--fix", options["fix"]), ("--diff", options["show_diff"])):
        if given and "-" in sources:
            raise click.UsageError(f"{option} needs files: standard input cannot be read again, or corrected")


def _judged(
    sources: tuple[str, ...],
    settings: Settings,
    files: list[ReportFile],
    options: dict[str, Any],
) -> tuple[Result, bool]:
    """Return the result, with --fix that of the sources once the fixes are written, and whether all could be corrected."""
    from dataclasses import replace

    from scholint.flows.fixing import rounds
    from scholint.flows.pipeline import report_files, run
    from scholint.flows.sources import arguments
    from scholint.reports.result import Fixable

    resolved = arguments.resolve(sources)
    report_files.check_sources(written_paths(files, options["suite"]), resolved.sources)
    if options["fix_into"]:
        _refuse_equal_names(resolved)

    def judge(chosen: list[Source], *, fixing: bool = False) -> Result:
        with progress_bar(quiet=options["quiet"]) as progress:
            return run.check(
                sources,
                replace(settings, thresholds=()) if fixing else settings,
                keep_records=not fixing and "html" in (options["output_format"], *(f.format for f in files)),
                progress=progress,
                suite_file=Path(options["suite"]) if options["suite"] and not fixing else None,
                profile=options["profile"],
                index=Path(options["index"]) if options["index"] else None,
                index_grows=not fixing,
                resolved=replace(resolved, sources=chosen),
                fixing=fixing,
            )

    if not (options["fix"] or options["show_diff"]):
        return judge(resolved.sources), True
    with rounds.fix_rounds(
        resolved.sources, settings, lambda chosen: judge(chosen, fixing=True), unsafe=options["unsafe_fixes"]
    ) as found:
        elsewhere = _amend(found, resolved.sources, options)
        moved = [replace(source, path=elsewhere.get(source.path, source.path)) for source in resolved.sources]
        result = judge(sorted(moved, key=lambda source: source.path))
        if options["show_diff"]:
            return result, not found.refused
        left = result.fixable
        if found.complete:
            left = Fixable(0, 0 if options["unsafe_fixes"] else left.unsafe)
        facts = {**result.run, "fixed": found.applied}
        return replace(result, run=facts, fixable=left), not found.refused


def _refuse_equal_names(resolved: ResolvedSources) -> None:
    names = Counter(Path(source.path).name for source in resolved.sources)
    if twice := sorted(name for name, count in names.items() if count > 1):
        raise click.UsageError(
            f"two sources are called `{twice[0]}`, which one folder of --fix-into cannot hold"
        )


def _print_profile(seconds: Mapping[str, float]) -> None:
    from scholint.checks import catalogue

    names = {code: rule.name for code, rule in catalogue.catalogue().items()}
    total = sum(seconds.values()) or 1.0
    for code, spent in sorted(seconds.items(), key=lambda item: -item[1]):
        click.echo(f"{spent:8.3f} s {spent / total:6.1%}  {code:7} {names.get(code, '')}".rstrip(), err=True)


def _publish(result: Result, files: Sequence[ReportFile], options: dict[str, Any]) -> None:
    from scholint.flows.pipeline import report_files
    from scholint.reports.writers import formats as output_formats

    wishes = {name: options[name] for name in ("statistics", "quiet", "max_findings")}
    report_files.write(files, result, **wishes)
    if files and not options["output_format"]:
        wishes |= {"statistics": False, "quiet": True}
    output_formats.write(options["output_format"] or "text", result, sys.stdout, **wishes)


def _amend(found: FixRun, chosen: Sequence[Source], options: dict[str, Any]) -> dict[str, str]:
    """Write the fixes, or show them; return the corrected file of each source that has one elsewhere."""
    from scholint.flows.fixing.files import diff, write

    into = Path(options["fix_into"]) if options["fix_into"] else None
    elsewhere = {}
    for change in found.changes():
        if options["show_diff"]:
            click.echo(diff(change), nl=False)
        else:
            target, patch = write(change, into)
            if into:
                elsewhere[change.path] = str(target)
            click.echo(f"scholint: wrote {target}, undo with {patch.name}", err=True)
    said = [*found.refused.values()]
    if into and (unchanged := [source.path for source in chosen if source.path not in found.fixed_files]):
        said.append(f"nothing to mend, so not written to {into}: {shortened_list(unchanged)}")
    if options["show_diff"]:
        said.append(f"would mend {found.applied:,} finding{'s' * (found.applied != 1)}")
    if left := found.not_applied.total():
        said.append(
            f"{left:,} {'stay proposals' if left > 1 else 'stays a proposal'}, since the source composes the field, has no list there, names the column twice, or holds another value or one that cannot be written back, or the copy is of another file"
        )
    for sentence in said:
        click.echo(f"scholint: {sentence}", err=True)
    return elsewhere
