"""Settings: what `scholint.toml` or `[tool.scholint]` in `pyproject.toml` may say, and how it is found."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from scholint import extras
from scholint.checks import catalogue
from scholint.checks.rule import SEVERITIES, Severity
from scholint.errors import ConfigurationError, UnknownRuleError
from scholint.flows.network.limits import FetchLimits
from scholint.flows.reading.limits import Limits
from scholint.reports.gate.decision import FailOn
from scholint.seeds.words import public_lists

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

FAIL_ON: tuple[FailOn, ...] = get_args(FailOn)
KEYS = (
    *("select", "ignore", "fail-on", "from", "severity", "rules", "formats", "thresholds", "limits", "http"),
    "reference",
)


_Choice = TypeVar("_Choice", bound=str)
_KINDS: Mapping[type, tuple[Any, str]] = {
    int: (int, "a whole number"),
    float: ((int, float), "a number"),
    bool: (bool, "true or false"),
    str: (str, "a text"),
    tuple: ((list, tuple), "a list of texts"),
}
"""Types of settings by the type of their defaults: what TOML gives for them, and their names in messages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that steers a run.

    `severities`: rule code to severity. `rules`: rule code to that rule's options. `formats`: name to a
    table in the grammar of `flows/formats`. `thresholds`: tables for `reports.thresholds`.
    `reference`: name of a public list to the URL of a mirror.
    """

    path: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: FailOn = "error"
    source_format: str | None = None
    severities: Mapping[str, Severity] = field(default_factory=dict)
    rules: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    formats: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    thresholds: Sequence[Mapping[str, Any]] = ()
    limits: Limits = field(default_factory=Limits)
    http: FetchLimits = field(default_factory=FetchLimits)
    reference: Mapping[str, str] = field(default_factory=dict)


def discover(start: Path) -> Path | None:
    """Return the nearest configuration file, from this folder upwards; None where there is none."""
    for folder in (start, *start.parents):
        if (folder / "scholint.toml").is_file():
            return folder / "scholint.toml"
        project = folder / "pyproject.toml"
        if project.is_file() and "scholint" in _parse(project).get("tool", {}):
            return project
    return None


def load(path: Path | None) -> Settings:
    """Return the settings of a configuration file; the defaults where there is none.

    Raises:
        ConfigurationError: the file cannot be read, or a key or value in it is not valid.

    """
    if path is None:
        return Settings()
    table = _parse(path)
    if path.name == "pyproject.toml":
        table = table.get("tool", {}).get("scholint", {})
    try:
        return _settings(table, str(path))
    except ConfigurationError as error:
        raise ConfigurationError(f"{path}: {error}") from None


def require_extras(settings: Settings) -> None:
    """Check that the extras that the settings need are installed, before any record is read.

    Raises:
        MissingExtraError: one of them is not.

    """
    if settings.thresholds:
        extras.require("gate", "[[thresholds]]")


def _parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ConfigurationError(f"cannot read {path}: {error.strerror or error}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path} is not valid TOML: {error}") from None


def _settings(table: Mapping[str, Any], path: str) -> Settings:
    for key in table:
        _one_of("key", key, KEYS)
    # The longer selector wins, as with `select` and `ignore`.
    severities = {
        code: _one_of(f"severity of {selector}", value, SEVERITIES)
        for selector, value in sorted(_table(table, "severity").items(), key=lambda pair: len(pair[0]))
        for code in _selected(selector)
    }
    rules = {_code(code): _rule_options(code, value) for code, value in _table(table, "rules").items()}
    thresholds = table.get("thresholds", [])
    if not isinstance(thresholds, list) or not all(isinstance(each, dict) for each in thresholds):
        raise ConfigurationError(
            "received something else for `thresholds`, valid is a list of tables: [[thresholds]]"
        )
    return Settings(
        path=path,
        select=_codes(table, "select"),
        ignore=_codes(table, "ignore"),
        fail_on=_one_of("fail-on", table.get("fail-on", "error"), FAIL_ON),
        source_format=_text(table, "from"),
        severities=severities,
        rules=rules,
        formats=_tables(table, "formats"),
        thresholds=thresholds,
        limits=reading_limits(_table(table, "limits")),
        http=fetch_limits(_table(table, "http")),
        reference=_mirrors(_table(table, "reference")),
    )


def _table(table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = table.get(key, {})
    if not isinstance(value, dict):
        raise ConfigurationError(f"received {value!r} for `{key}`, valid is a table: [{key}]")
    return value


def _tables(table: Mapping[str, Any], key: str) -> Mapping[str, Mapping[str, Any]]:
    given = _table(table, key)
    for name, value in given.items():
        if not isinstance(value, dict):
            raise ConfigurationError(
                f"received {value!r} for `{key}.{name}`, valid is a table: [{key}.{name}]"
            )
    return given


def _text(table: Mapping[str, Any], key: str) -> str | None:
    if table.get(key) is not None:
        _same_kind(f"`{key}`", table[key], "")
    return table.get(key)


def _codes(table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
        raise ConfigurationError(
            f'received {value!r} for `{key}`, valid is a list of codes: ["DOI", "EMP004"]'
        )
    for code in value:
        _known(code)
    return tuple(value)


def _known(selector: str) -> None:
    try:
        catalogue.matching(selector)
    except UnknownRuleError as error:
        raise ConfigurationError(str(error)) from None


def _code(selector: str) -> str:
    try:
        return catalogue.find(selector).code
    except UnknownRuleError as error:
        raise ConfigurationError(str(error)) from None


def _selected(selector: str) -> list[str]:
    try:
        return [rule.code for rule in catalogue.matching(selector)]
    except UnknownRuleError as error:
        raise ConfigurationError(str(error)) from None


def _rule_options(selector: str, value: Any) -> Mapping[str, Any]:
    rule = catalogue.find(_code(selector))
    if not isinstance(value, dict):
        raise ConfigurationError(f"received {value!r} for `rules.{selector}`, valid is a table of options")
    options = _underscored(value)
    for option in options:
        if not rule.options:
            raise ConfigurationError(f"received option `{option}` for {rule.code}, which has no options")
        _one_of(f"option of {rule.code}", option, tuple(rule.options))
    for option, received in options.items():
        if rule.options[option] is not None:
            _same_kind(f"option `{option}` of {rule.code}", received, rule.options[option])
    try:
        rule.checks(**options)
    except (AttributeError, OverflowError, TypeError, ValueError) as error:
        raise ConfigurationError(f"received options of {rule.code} that it cannot use: {error}") from None
    return options


def _mirrors(table: Mapping[str, Any]) -> Mapping[str, str]:
    for name, url in table.items():
        _one_of("list", name, tuple(public_lists()))
        if not isinstance(url, str) or not url.startswith(("http://", "https://")):
            raise ConfigurationError(
                f"received {url!r} for `reference.{name}`, valid are http:// and https:// URLs"
            )
    return table


def _same_kind(what: str, received: Any, default: Any) -> None:
    """Refuse a value of another type than the default's."""
    valid = type(default)
    fitting, kind = _KINDS[valid]
    whole = isinstance(received, fitting) and (valid is bool or not isinstance(received, bool))
    if not whole or (valid is tuple and not all(isinstance(item, str) for item in received)):
        raise ConfigurationError(f"received {received!r} for {what}, valid is {kind}")
    if valid in (int, float) and received < 0:
        raise ConfigurationError(f"received {received!r} for {what}, valid is nothing below 0")


def reading_limits(table: Mapping[str, Any]) -> Limits:
    """Return the limits that a table `[limits]` sets, the others as they are by default.

    Raises:
        ConfigurationError: an unknown key, or a value that is not valid.

    """
    return Limits(**_like("limits", table, Limits(), least=1))


def fetch_limits(table: Mapping[str, Any]) -> FetchLimits:
    """Return the limits that a table `[http]` sets, the others as they are by default.

    Raises:
        ConfigurationError: an unknown key, or a value that is not valid.

    """
    return FetchLimits(**_like("http", table, FetchLimits(), least=0))


def _like(key: str, table: Mapping[str, Any], default: Limits | FetchLimits, least: int) -> dict[str, Any]:
    """Return the table's values by field, each checked against the type of the field's default."""
    given = _underscored(table)
    # A default of 10 seconds does not mean that half a second is not valid.
    defaults: dict[str, Any] = {
        f.name: float(f.default) if f.type == "float" else f.default  # type: ignore[arg-type]
        for f in fields(default)
    }
    names = tuple(name.replace("_", "-") for name in defaults)
    for name, received in given.items():
        _one_of(f"key of `{key}`", name.replace("_", "-"), names)
        _same_kind(f"`{key}.{name.replace('_', '-')}`", received, defaults[name])
        if isinstance(received, int | float) and received < least:
            raise ConfigurationError(
                f"received {received!r} for `{key}.{name.replace('_', '-')}`, valid is {least} or more"
            )
    return {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}


def _underscored(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key.replace("-", "_"): value for key, value in table.items()}


def _one_of(what: str, received: Any, valid: Sequence[_Choice]) -> _Choice:
    for choice in valid:
        if received == choice:
            return choice
    near = get_close_matches(str(received), valid, 1)
    hint = f" (did you mean `{near[0]}`?)" if near else ""
    raise ConfigurationError(f"received {what} `{received}`, valid are {', '.join(valid)}{hint}")
