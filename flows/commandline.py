"""The command line. Nothing imports it; it only turns arguments into calls and results into exit statuses."""

from __future__ import annotations

import os
import sys
import traceback
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from scholint import __version__, extras
from scholint.reports.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from scholint.flows.configuration import Settings
    from scholint.flows.mending import Mending
    from scholint.flows.pipeline import Expansion
    from scholint.flows.report_files import ReportFile
    from scholint.flows.sources import Source
    from scholint.reports.result import Result

PASSED, GATE_FAILED, USAGE, INCOMPLETE, UNPUBLISHED = range(5)


class Stop(click.ClickException):
    """One clear sentence on standard error, and an exit status."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status

    @property
    def exit_code(self) -> int:  # type: ignore[override]
        """The exit status."""
        return self.status

    def show(self, file: Any = None) -> None:
        """Print the sentence."""
        click.echo(f"scholint: {self.format_message()}", err=True, file=file)


_output_option = click.option(
    "--output",
    "outputs",
    multiple=True,
    metavar="[FORMAT=]FILE",
    help="Write a report to FILE too, in the format that its ending names unless FORMAT does; may be given several times.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "-V", "--version", prog_name="scholint", message="%(prog)s %(version)s")
def main() -> None:
    """Lint scholarly metadata: records in, findings out.

    Exit status: 0 passed; 1 the gate failed; 2 usage or configuration; 3 the checks could not be
    completed; 4 a report or a fix could not be written.
    """


@main.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(FORMATS),
    help="The format on standard output (default: text, and only its last line with --output).",
)
@_output_option
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
    with _sentences():
        sys.exit(_check(sources or _standard_input(), options))


@main.command()
@click.option("--format", "output_format", type=click.Choice(("text", "json")), default="text")
def rules(output_format: str) -> None:
    """List every rule, one line each."""
    from scholint.reports import rule_pages

    click.echo(rule_pages.listing(output_format), nl=False)


@main.command()
@click.argument("code")
@click.option("--format", "output_format", type=click.Choice(("text", "json", "markdown")), default="text")
def rule(code: str, output_format: str) -> None:
    """Explain a rule, by CODE or name."""
    from scholint.checks import catalogue
    from scholint.reports import rule_pages

    with _sentences():
        click.echo(rule_pages.page(catalogue.find(code), output_format), nl=False)


@main.command()
@click.option("--config", "config_path", metavar="FILE")
def formats(config_path: str | None) -> None:
    """List the formats that can be read."""
    from scholint.flows.detection import formats as declared_formats

    with _sentences():
        for name, declared in declared_formats(_settings(config_path, {}).formats).items():
            click.echo(f"{name:18} {declared.title}")


@main.group(invoke_without_command=True)
@click.option("--format", "output_format", type=click.Choice(("text", "json")), default="text")
@click.pass_context
def reference(context: click.Context, output_format: str) -> None:
    """Show the reference tables that rules read: rows, age, licence, place."""
    if context.invoked_subcommand:
        return
    with _sentences():
        from scholint.flows import reference_tables

        listed = reference_tables.listing()
        if output_format == "json":
            import json

            click.echo(json.dumps(listed, indent=2))
        else:
            for row in listed:
                age = "" if row["days"] is None else f" ({row['days']:,} days old)"
                rows = f"{'damaged':>14}" if row["fault"] else f"{row['rows']:>9,} rows"
                click.echo(f"{row['name']:18} {rows}, as of {row['as_of']}{age}, {row['what']}")
                click.echo(f"{'':18} {row['licence']}; {row['path']}")
        if faults := [row["fault"] for row in listed if row["fault"]]:
            raise Stop("\nscholint: ".join(faults), USAGE)


@reference.command("update")
@click.argument("lists", nargs=-1, metavar="[LIST]...")
@click.option("--config", "config_path", metavar="FILE")
def update_reference(lists: tuple[str, ...], config_path: str | None) -> None:
    """Fetch public LISTS anew, all where none is named; nothing is replaced by a list that looks cut short."""
    with _sentences():
        from scholint.checks.reference import TableError
        from scholint.flows import reference_tables
        from scholint.seeds.public_lists import LISTS

        settings = _settings(config_path, {})
        if unknown := [name for name in lists if name not in LISTS]:
            raise click.UsageError(f"received list `{unknown[0]}`, valid are {', '.join(LISTS)}")
        failed = False
        for name in lists or LISTS:
            click.echo(f"scholint: fetching {name}: {LISTS[name].what}", err=True)
            try:
                row = reference_tables.update(name, settings)
            except TableError as error:
                failed = True
                click.echo(f"scholint: {error}", err=True)
            else:
                click.echo(f"{name}: {row['rows']:,} rows")
        sys.exit(INCOMPLETE if failed else PASSED)


@reference.command("add")
@click.argument("file", type=click.Path(path_type=Path))
def add_reference(file: Path) -> None:
    """Add FILE (CSV, TSV, Parquet): `issn` and `title`, with `publisher`; or `prefix` and `registrant`."""
    with _sentences():
        from scholint.flows import reference_tables

        row = reference_tables.add(file)
        left = f", {row['left_out']:,} left out whose ISSN or prefix is none" if row["left_out"] else ""
        rows = f"{row['rows']:,} row{'s' * (row['rows'] != 1)}"
        click.echo(f"{row['name']}: {rows} for the table {row['table']}{left}")


@reference.command("remove")
@click.argument("name")
def remove_reference(name: str) -> None:
    """Take the table NAME away again, which was added or updated."""
    with _sentences():
        from scholint.flows import reference_tables

        reference_tables.remove(name)
        click.echo(f"{name}: removed")


@main.group()
def index() -> None:
    """Indexes of `check --index`: what earlier runs left to judge duplicates against."""


@index.command("merge")
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--into", required=True, metavar="FOLDER", type=click.Path(path_type=Path), help="A new folder."
)
def merge_indexes(folders: tuple[Path, ...], into: Path) -> None:
    """Write an index that knows what the indexes in FOLDERS know."""
    with _sentences():
        from scholint.flows import index as indexes

        merged = indexes.merge(folders, into)
        click.echo(f"{into}: {len(merged.parts)} parts")


@main.group()
def flow() -> None:
    """Run the linter as a Prefect flow, once or on a schedule."""


@flow.command("run")
@click.argument("sources", nargs=-1, required=True)
@click.option("--config", "config_path", metavar="FILE")
@click.option(
    "--partition-size", type=click.IntRange(min=1), default=64, show_default=True, help="MiB of files a task."
)
@_output_option
@click.option(
    "--on",
    metavar="PLACE",
    help="Lint partitions on a Dask cluster: dask://HOST:PORT, or processes:N of this machine.",
)
def run_flow(
    sources: tuple[str, ...],
    config_path: str | None,
    partition_size: int,
    outputs: tuple[str, ...],
    on: str | None,
) -> None:
    """Lint SOURCES once as a Prefect flow."""
    with _sentences():
        if on is None:
            _require(config_path, "flows", "flow run")
        else:
            from scholint.flows import places

            places.parse(on)
            _require(config_path, "dask", "--on")  # which brings Prefect too
        from scholint.flows import pipeline, report_files

        # Before Prefect is loaded, which takes seconds; the flow checks again.
        paths = _written_paths(_report_files(outputs), None)
        report_files.check_sources(paths, pipeline.expanded(sources)[0])
        from scholint.flows import lint

        summary = lint.run(sources, config=config_path, partition_mib=partition_size, outputs=outputs, on=on)
        click.echo(summary["line"])
        sys.exit(INCOMPLETE if summary["failed"] else PASSED if summary["passed"] else GATE_FAILED)


@flow.command("serve")
@click.argument("sources", nargs=-1, required=True)
@click.option("--cron", metavar="SCHEDULE", help='When to lint: "0 6 * * *" is every morning at six.')
@click.option("--name", default="scholint", show_default=True, help="The deployment's name.")
@click.option("--config", "config_path", metavar="FILE")
@_output_option
def serve_flow(
    sources: tuple[str, ...], cron: str | None, name: str, config_path: str | None, outputs: tuple[str, ...]
) -> None:
    """Keep linting SOURCES on a schedule; starts Prefect's own server where none is configured."""
    with _sentences():
        _require(config_path, "flows", "flow serve")
        from scholint.flows import report_files, serving
        from scholint.flows.sources import Source

        # A directory may have no file yet: each run looks again at what it reads.
        named = [Source(path=source, named=source) for source in sources]
        report_files.check_sources(_written_paths(_report_files(outputs), None), named)
        try:
            serving.serve(sources, cron=cron, name=name, config=config_path, outputs=outputs)
        except serving.ScheduleError as error:
            raise Stop(str(error), USAGE) from None
        except serving.ServerError as error:
            raise Stop(str(error), INCOMPLETE) from None


def _check(sources: tuple[str, ...], options: dict[str, Any]) -> int:
    from scholint.flows import configuration

    settings = _settings(options["config_path"], options)
    files = _report_files(options["outputs"], options["suite"])
    if options["suite"] and not settings.thresholds:
        where = f"{settings.path} has none" if settings.path else "there is no configuration file"
        raise click.UsageError(f"--suite saves what [[thresholds]] ask for, and {where}")
    configuration.require_extras(settings)
    _refuse_what_does_not_go_together(sources, options)
    result, corrected = _judged(sources, settings, files, options)
    for notice in result.notices:
        click.echo(f"scholint: {notice}", err=True)
    if not options["show_diff"]:
        _publish(result, files, options)
    if result.profile is not None:
        _print_profile(result.profile)
    if result.run["failed"]:
        return INCOMPLETE
    if not corrected:
        return UNPUBLISHED
    return PASSED if result.passed else GATE_FAILED


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

    from scholint.flows import mending, pipeline, report_files

    meant = pipeline.expanded(sources)
    report_files.check_sources(_written_paths(files, options["suite"]), meant[0])
    if options["fix_into"]:
        _refuse_equal_names(meant)

    def judge(chosen: list[Source], *, fixing: bool = False) -> Result:
        with _progress(quiet=options["quiet"]) as progress:
            return pipeline.check(
                sources,
                replace(settings, thresholds=()) if fixing else settings,
                keep_records=not fixing and "html" in (options["output_format"], *(f.format for f in files)),
                progress=progress,
                suite_file=Path(options["suite"]) if options["suite"] and not fixing else None,
                profile=options["profile"],
                index=Path(options["index"]) if options["index"] else None,
                index_grows=not fixing,
                meant=(chosen, *meant[1:]),
                fixing=fixing,
            )

    if not (options["fix"] or options["show_diff"]):
        return judge(meant[0]), True
    with mending.mending(
        meant[0], settings, lambda chosen: judge(chosen, fixing=True), unsafe=options["unsafe_fixes"]
    ) as found:
        elsewhere = _amend(found, meant[0], options)
        moved = [replace(source, path=elsewhere.get(source.path, source.path)) for source in meant[0]]
        result = judge(sorted(moved, key=lambda source: source.path))
        if options["show_diff"]:
            return result, not found.refused
        _, unsafe = result.mendable()
        left = (0, 0 if options["unsafe_fixes"] else unsafe) if found.complete else result.mendable()
        mended = {**result.run, "mended": found.written}
        return replace(result, run=mended, mendable=lambda: left), not found.refused


def _refuse_equal_names(meant: Expansion) -> None:
    names = Counter(Path(source.path).name for source in meant[0])
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


def _settings(config_path: str | None, options: dict[str, Any]) -> Settings:
    from dataclasses import replace

    from scholint.flows import configuration

    path = Path(config_path) if config_path else configuration.discover(Path.cwd())
    settings = configuration.load(path)
    changes: dict[str, Any] = {
        "select": _split(options.get("select")),
        "ignore": _split(options.get("ignore")),
        "fail_on": options.get("fail_on"),
        "source_format": options.get("source_format"),
    }
    return replace(settings, **{key: value for key, value in changes.items() if value})


def _require(config_path: str | None, extra: extras.Extra, needed_by: str) -> None:
    """Check that the extra of a command is installed, and those that the flow's settings need."""
    from scholint.flows import configuration

    configuration.require_extras(_settings(config_path, {}))
    extras.require(extra, needed_by)


def _split(values: tuple[str, ...] | None) -> tuple[str, ...]:
    return tuple(code.strip() for value in values or () for code in value.split(","))


def _report_files(outputs: Sequence[str], suite: str | None = None) -> list[ReportFile]:
    """Return the report files that are asked for, all of which can be written, as far as that shows now."""
    from scholint.flows import report_files

    files = report_files.parse(outputs)
    report_files.check_paths(_written_paths(files, suite))
    return files


def _written_paths(files: Sequence[ReportFile], suite: str | None) -> list[Path]:
    """Return the paths of report files, and of the suite and the table that is saved beside it."""
    return [
        *(file.path for file in files),
        *([Path(suite), Path(suite).with_suffix(".csv")] if suite else ()),
    ]


def _publish(result: Result, files: Sequence[ReportFile], options: dict[str, Any]) -> None:
    from scholint.flows import report_files
    from scholint.reports import formats as output_formats

    wishes = {name: options[name] for name in ("statistics", "quiet", "max_findings")}
    report_files.write(files, result, **wishes)
    if files and not options["output_format"]:
        wishes |= {"statistics": False, "quiet": True}
    output_formats.write(options["output_format"] or "text", result, sys.stdout, **wishes)


def _amend(found: Mending, chosen: Sequence[Source], options: dict[str, Any]) -> dict[str, str]:
    """Write the fixes, or show them; return the corrected file of each source that has one elsewhere."""
    from scholint.flows import amending

    into = Path(options["fix_into"]) if options["fix_into"] else None
    elsewhere = {}
    try:
        for amendment in found.amendments():
            if options["show_diff"]:
                click.echo(amending.diff(amendment), nl=False)
            else:
                target, patch = amending.write(amendment, into)
                if into:
                    elsewhere[amendment.path] = str(target)
                click.echo(f"scholint: wrote {target}, undo with {patch.name}", err=True)
    except amending.AmendError as error:
        raise Stop(str(error), UNPUBLISHED) from None
    said = [*found.refused.values()]
    if into and (unchanged := [source.path for source in chosen if source.path not in found.held]):
        said.append(f"nothing to mend, so not written to {into}: {_listed(unchanged)}")
    if options["show_diff"]:
        said.append(f"would mend {found.written:,} finding{'s' * (found.written != 1)}")
    if found.left:
        said.append(
            f"{found.left:,} {'stay proposals' if found.left > 1 else 'stays a proposal'}, since the source composes the field, has no list there, names the column twice, or holds another value or one that cannot be written back, or the copy is of another file"
        )
    for sentence in said:
        click.echo(f"scholint: {sentence}", err=True)
    return elsewhere


def _listed(paths: Sequence[str], most: int = 3) -> str:
    more = f" and {len(paths) - most:,} more" if len(paths) > most else ""
    return ", ".join(f"`{path}`" for path in paths[:most]) + more


def _standard_input() -> tuple[str, ...]:
    if sys.stdin is None or sys.stdin.isatty():
        raise click.UsageError("no SOURCE given: name a file, a directory, a URL, or - for standard input")
    return ("-",)


@contextmanager
def _sentences() -> Iterator[None]:
    """Turn the errors that a user can cause into one sentence and an exit status."""
    from scholint.checks.catalogue import UnknownRuleError
    from scholint.checks.reference import TableError
    from scholint.flows.configuration import ConfigurationError
    from scholint.flows.detection import FormatError
    from scholint.flows.index import IndexFaultError
    from scholint.flows.places import PlaceError
    from scholint.flows.report_files import OutputError, UnwrittenError
    from scholint.flows.sources import SourceError
    from scholint.reports.formats import UnknownFormatError
    from scholint.reports.thresholds import ThresholdError

    try:
        yield
    except (
        *(
            ConfigurationError,
            FormatError,
            IndexFaultError,
            OutputError,
            PlaceError,
            TableError,
            ThresholdError,
            UnknownFormatError,
            UnknownRuleError,
            extras.MissingExtraError,
        ),
    ) as error:
        raise Stop(str(error), USAGE) from None
    except SourceError as error:
        raise Stop(str(error), INCOMPLETE) from None
    except UnwrittenError as error:
        raise Stop(str(error), UNPUBLISHED) from None
    except BrokenPipeError:
        _quiet_exit()
    except KeyboardInterrupt:
        raise Stop("interrupted", 130) from None
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is
        # Python's own status for a traceback is 1, which says that the records failed the gate.
        traceback.print_exc()
        raise Stop(
            f"stopped by a fault of its own, {type(error).__name__}; please report it", INCOMPLETE
        ) from None


def _quiet_exit() -> NoReturn:
    """Leave as a program should whose reader has left: without a word."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(PASSED)


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Callable[[int], None] | None]:
    if quiet or not sys.stderr.isatty() or os.environ.get("CI"):
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.completed:,} records"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda records: bar.advance(task, records)
