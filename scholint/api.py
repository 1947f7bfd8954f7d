"""The functions of the public API; `scholint` gives them by name, and imports this module when they are asked for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scholint.checks import catalogue
from scholint.flows.pipeline import run
from scholint.flows.settings import Settings, with_keys

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scholint.checks.rule import Rule, Severity
    from scholint.flows.network.limits import FetchLimits
    from scholint.flows.reading.limits import Limits
    from scholint.reports.gate.decision import FailOn
    from scholint.reports.result import Result


def check(  # noqa: PLR0913 - one parameter for each key of the configuration
    sources: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    *,
    settings: Settings | None = None,
    select: str | Sequence[str] | None = None,
    ignore: str | Sequence[str] | None = None,
    fail_on: FailOn | None = None,
    from_: str | None = None,
    severity: Mapping[str, Severity] | None = None,
    rules: Mapping[str, Mapping[str, Any]] | None = None,
    formats: Mapping[str, Mapping[str, Any]] | None = None,
    thresholds: Sequence[Mapping[str, Any]] | None = None,
    limits: Limits | Mapping[str, float] | None = None,
    http: FetchLimits | Mapping[str, Any] | None = None,
    index: str | os.PathLike[str] | None = None,
    keep_records: bool = False,
) -> Result:
    """Lint files, directories, glob patterns, URLs or standard input (`-`); one of them or several.

    The parameters from `select` to `http` are the keys of the configuration file, with the same values, and take precedence
    over `settings`; `from_` is the key `from`. One code is a list of one. The function does not look for a configuration
    file: `scholint.flows.settings.load` returns the settings of one. `index`: a directory with the keys of earlier runs, as
    `--index` takes it. `keep_records`: let `Result.records_at` return records.

    Raises:
        SourceError: no source names anything.
        ConfigurationError, UnknownRuleError, FormatError, ThresholdError: a setting is not valid.
        IndexFaultError: the index cannot be read or written, or is not for the selected rules.
        MissingExtraError: a setting needs an extra that is not installed, such as `thresholds`.

    """
    keys = {
        "select": (select,) if isinstance(select, str) else select,
        "ignore": (ignore,) if isinstance(ignore, str) else ignore,
        "fail-on": fail_on,
        "from": from_,
        "severity": severity,
        "rules": rules,
        "formats": formats,
        "thresholds": thresholds,
        "limits": limits,
        "http": http,
    }
    given = {key: value for key, value in keys.items() if value is not None}
    # A string is a sequence too: of the letters of a path, the first of which is the root of the file system.
    several = [sources] if isinstance(sources, str | os.PathLike) else sources
    return run.check(
        [os.fspath(source) for source in several],
        with_keys(settings or Settings(), given),
        index=None if index is None else Path(index),
        keep_records=keep_records,
    )


def rules() -> tuple[Rule, ...]:
    """Return all rules, sorted by code."""
    return tuple(catalogue.catalogue().values())


def rule(code: str) -> Rule:
    """Return the rule with this code or name.

    Raises:
        UnknownRuleError: there is none; the message names the nearest one.

    """
    return catalogue.find(code)
