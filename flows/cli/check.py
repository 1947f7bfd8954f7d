"""The command `check`. It calls the pipeline, writes the reports, and sets the exit status."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import click

from scholint.errors import ExitStatus
from scholint.flows.cli import fixing
from scholint.flows.cli.check_options import CheckOptions, check_options, validate_option_combinations
from scholint.flows.cli.exits import exit_on_user_error
from scholint.flows.cli.help import Command
from scholint.flows.cli.options import (
    load_settings,
    parse_report_files,
    progress_bar,
    standard_input,
    written_paths,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scholint.flows.pipeline.report_files import ReportFile
    from scholint.flows.settings import Settings
    from scholint.flows.sources.arguments import ResolvedSources
    from scholint.reports.result import Result


@click.command(
    cls=Command,
    short_help="Lint files, directories, URLs, or standard input.",
    examples={
        "scholint check works.jsonl": "Lint a file:",
        "scholint check feed/ --select DOI,DUP --output report.html": "Run two families of rules, and write the HTML report:",
        "scholint check works.csv --fix": "Apply the safe fixes:",
    },
)
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@check_options
def check(sources: tuple[str, ...], **given: Any) -> None:
    """Lint SOURCES: files, directories, glob patterns, http(s) URLs, or - for standard input.

    Exit status: 0 passed; 1 gate failed: a finding at or above --fail-on, or a threshold (with --fix,
    judged after fixing); 2 usage or configuration error; 3 a source is missing or unreadable; 4 a
    report or fix could not be written.
    """
    with exit_on_user_error():
        sys.exit(_check(sources or standard_input(), CheckOptions(**given)))


def _check(sources: tuple[str, ...], options: CheckOptions) -> ExitStatus:
    from scholint.flows.pipeline import report_files
    from scholint.flows.settings import require_extras
    from scholint.flows.sources import arguments

    settings = load_settings(
        options.config_path,
        select=options.select,
        ignore=options.ignore,
        fail_on=options.fail_on,
        source_format=options.source_format,
    )
    files = parse_report_files(options.outputs, options.suite)
    validate_option_combinations(options, settings, sources)
    require_extras(settings)
    resolved = arguments.resolve(sources)
    report_files.refuse_sources(written_paths(files, options.suite), resolved.sources)
    run = _Run(sources, options, settings, files)
    all_fixed = True
    if options.fix or options.show_diff:
        result, all_fixed = fixing.check_with_fixes(resolved, options, settings, run)
    else:
        result = run.check(resolved)
    for notice in result.notices:
        click.echo(f"scholint: {notice}", err=True)
    if not options.show_diff:
        _publish(result, files, options)
    if result.profile is not None:
        _print_profile(result.profile)
    return _exit_status(result, all_fixed=all_fixed)


def _exit_status(result: Result, *, all_fixed: bool) -> ExitStatus:
    """Return the exit status. Incomplete checks take precedence over findings and unwritten fixes."""
    if result.run["failed"]:
        return ExitStatus.INCOMPLETE
    if not all_fixed:
        return ExitStatus.UNWRITTEN
    return ExitStatus.PASSED if result.passed else ExitStatus.GATE_FAILED


@dataclass(frozen=True, slots=True)
class _Run:
    """The run with the given arguments and options. `--fix` repeats it with the fixed sources."""

    arguments: tuple[str, ...]
    options: CheckOptions
    settings: Settings
    files: Sequence[ReportFile]

    def check(self, resolved: ResolvedSources) -> Result:
        """Check the sources, and return the result for the reports and the gate."""
        from scholint.flows.pipeline import run

        formats = (self.options.output_format, *(file.format for file in self.files))
        with progress_bar(quiet=self.options.quiet) as progress:
            return run.check(
                self.arguments,
                self.settings,
                # The HTML report shows the record of each finding.
                keep_records="html" in formats,
                progress=progress,
                suite_file=self.options.suite,
                profile=self.options.profile,
                index=self.options.index,
                resolved=resolved,
            )

    def find_fixes(self, resolved: ResolvedSources) -> Result:
        """Check the sources, and return a result with every finding that has a fix.

        Thresholds are not checked and the index is not changed, because the files are checked again after fixing.
        """
        from scholint.flows.pipeline import run

        with progress_bar(quiet=self.options.quiet) as progress:
            return run.check(
                self.arguments,
                replace(self.settings, thresholds=()),
                progress=progress,
                profile=self.options.profile,
                index=self.options.index,
                index_grows=False,
                resolved=resolved,
                fixing=True,
            )


def _print_profile(seconds: Mapping[str, float]) -> None:
    from scholint.checks import catalogue

    names = {code: rule.name for code, rule in catalogue.catalogue().items()}
    total = sum(seconds.values()) or 1.0
    for code, spent in sorted(seconds.items(), key=lambda item: -item[1]):
        click.echo(f"{spent:8.3f} s {spent / total:6.1%}  {code:7} {names.get(code, '')}".rstrip(), err=True)


def _publish(result: Result, files: Sequence[ReportFile], options: CheckOptions) -> None:
    from scholint.flows.pipeline import report_files
    from scholint.reports.writers import formats

    wishes = {
        "statistics": options.statistics,
        "quiet": options.quiet,
        "max_findings": options.max_findings,
    }
    report_files.write(files, result, **wishes)
    if files and not options.output_format:
        # The files contain the findings, so standard output gets only the summary line.
        wishes |= {"statistics": False, "quiet": True}
    formats.write(options.output_format or "text", result, sys.stdout, **wishes)
