"""The functions of the public API. They are used from `scholint`, for example as `scholint.check`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scholint.checks import catalogue
from scholint.errors import ConfigurationError, shown
from scholint.flows.pipeline import run
from scholint.flows.settings import Settings, load, with_keys

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
    """Check one or several sources: files, directories, glob patterns, URLs, or `-` for standard input.

    The parameters from `select` to `http` are the keys of the configuration file and take the same values; `from_` is
    the key `from`. They take precedence over `settings`. `select` and `ignore` also take a single code. The function
    does not look for a configuration file. To use one, pass the settings that `load_settings` returns.

    `index`: a directory with the keys of earlier runs, as for the option `--index`. `keep_records`: keep the records,
    so that `Result.records_at` can return them. Without it, `records_at` raises `RecordsNotKeptError`.

    Raises:
        SourceError: None of the sources exists.
        ConfigurationError, UnknownRuleError, FormatError, ThresholdError: A setting is not valid.
        IndexFaultError: The index cannot be read or written, or was built with other rules.
        MissingExtraError: A setting, such as `thresholds`, needs an extra that is not installed.

    """
    if settings is not None and not isinstance(settings, Settings):
        raise ConfigurationError(
            f"invalid value {shown(settings)} for `settings`, expected what `scholint.flows.settings.load(path)` returns"
        )
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
    # A string is also a sequence. Iterating over it would make a source of each character of the path.
    several = [sources] if isinstance(sources, str | os.PathLike) else sources
    return run.check(
        [os.fspath(source) for source in several],
        with_keys(settings or Settings(), given),
        index=None if index is None else Path(index),
        keep_records=keep_records,
    )


def load_settings(path: str | os.PathLike[str]) -> Settings:
    """Return the settings of a configuration file: a `scholint.toml`, or a `pyproject.toml` with `[tool.scholint]`.

    Raises:
        ConfigurationError: The file cannot be read, or a key or value in it is not valid.

    """
    return load(Path(path))


def rules() -> tuple[Rule, ...]:
    """Return all rules, sorted by code."""
    return tuple(catalogue.catalogue().values())


def rule(code: str) -> Rule:
    """Return the rule that has this code or name.

    Raises:
        UnknownRuleError: No rule has this code or name. The message suggests the most similar one.

    """
    return catalogue.find(code)
