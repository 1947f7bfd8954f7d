"""Settings, read from `scholint.toml` or from `[tool.scholint]` in `pyproject.toml`, and the search for this file."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeVar

from scholint import extras
from scholint.checks import catalogue
from scholint.checks.rule import SEVERITIES, Severity
from scholint.errors import ConfigurationError, ThresholdError, UnknownRuleError, shown
from scholint.flows.network.limits import FetchLimits
from scholint.flows.reading.limits import Limits
from scholint.reports.gate import thresholds
from scholint.reports.gate.decision import FAIL_ON, FailOn
from scholint.seeds.words import public_lists

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_Choice = TypeVar("_Choice", bound=str)
_Limits = TypeVar("_Limits", Limits, FetchLimits)
_KINDS: Mapping[type, tuple[Any, str]] = {
    int: (int, "an integer"),
    float: ((int, float), "a number"),
    bool: (bool, "true or false"),
    str: (str, "a string"),
    tuple: ((list, tuple), "a list of strings"),
}
"""By the type of a default: the Python types that a setting may have, and the name of the type in messages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings of a run.

    - `path`: the configuration file, or None.
    - `severities`: rule code to severity.
    - `rules`: rule code to the options of the rule.
    - `formats`: name of a format to a table like those in `flows/formats`.
    - `thresholds`: tables for `reports.gate.thresholds.parse`. They are parsed when the configuration is read, to report
      errors early. The gate parses them again, because callers may also construct `Settings` directly.
    - `reference`: name of a public list to the URL of a mirror.

    The other fields are named like their keys in the configuration file.
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
    """Return the nearest configuration file in `start` or a directory above it, or None if there is none.

    Raises:
        ConfigurationError: A `pyproject.toml` cannot be read.

    """
    for folder in (start, *start.parents):
        if (folder / "scholint.toml").is_file():
            return folder / "scholint.toml"
        project = folder / "pyproject.toml"
        if project.is_file():
            tool = _parse(project).get("tool", {})
            # `load` reports a `tool` that is not a table.
            if not isinstance(tool, Mapping) or "scholint" in tool:
                return project
    return None


def load(path: Path | None) -> Settings:
    """Return the settings of a configuration file, or the default settings if `path` is None.

    Raises:
        ConfigurationError: The file cannot be read, or a key or value in it is not valid.

    """
    if path is None:
        return Settings()
    table: Mapping[str, Any] = _parse(path)
    try:
        if path.name == "pyproject.toml":
            table = _table(_table(table.get("tool", {}), "tool").get("scholint", {}), "tool.scholint")
        return with_keys(Settings(path=str(path)), table)
    except (ConfigurationError, ThresholdError, UnknownRuleError) as error:
        raise ConfigurationError(f"{path}: {error}") from None


def _parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ConfigurationError(f"cannot read `{path}`: {error.strerror or error}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"`{path}` is not valid TOML: {error}") from None


def with_keys(settings: Settings, table: Mapping[str, Any]) -> Settings:
    """Return the settings with those changed that `table` contains. Its keys are those of the configuration file.

    Raises:
        ConfigurationError: A key is unknown, or a value is not valid.
        ThresholdError: A threshold is not valid.
        UnknownRuleError: A selector matches no rule.

    """
    for key in table:
        _one_of("key", key, KEYS)
    changes = {name: read(table[key], key) for key, (name, read) in _FIELDS.items() if key in table}
    return replace(settings, **changes)


def require_extras(settings: Settings) -> None:
    """Check that the extras that the settings need are installed. This is called before any record is read.

    Raises:
        MissingExtraError: An extra is not installed.

    """
    if settings.thresholds:
        extras.require("gate", "[[thresholds]]")


def _codes(value: Any, key: str) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(code, str) for code in value):
        raise ConfigurationError(
            f'invalid value {shown(value)} for `{key}`, expected a list of codes, for example ["DOI", "EMP004"]'
        )
    for code in value:
        catalogue.matching(code)
    return tuple(value)


def _fail_on(value: Any, key: str) -> FailOn:
    return _one_of(key, value, FAIL_ON)


def _text(value: Any, key: str) -> str:
    _check_type(f"`{key}`", value, "")
    return str(value)


def _severities(value: Any, key: str) -> dict[str, Severity]:
    # Longer selectors take precedence, as in `select` and `ignore`.
    by_length = sorted(_table(value, key).items(), key=lambda pair: len(pair[0]))
    return {
        rule.code: _one_of(f"severity for {selector}", severity, SEVERITIES)
        for selector, severity in by_length
        for rule in catalogue.matching(selector)
    }


def _options_of_rules(value: Any, key: str) -> dict[str, Mapping[str, Any]]:
    return {
        catalogue.find(code).code: _rule_options(code, table) for code, table in _table(value, key).items()
    }


def _rule_options(selector: str, value: Any) -> Mapping[str, Any]:
    rule = catalogue.find(selector)
    if not isinstance(value, Mapping):
        raise ConfigurationError(
            f"invalid value {shown(value)} for `rules.{selector}`, expected a table of options"
        )
    options = _underscored(value)
    for option in options:
        if not rule.options:
            raise ConfigurationError(f"unknown option `{option}`: {rule.code} has no options")
        _one_of(f"option for {rule.code}", option, tuple(rule.options))
    for option, received in options.items():
        if rule.options[option] is not None:
            _check_type(f"option `{option}` of {rule.code}", received, rule.options[option])
    try:
        # Building the checks finds values of the right type that are not valid, such as impossible dates.
        rule.checks(**options)
    except (AttributeError, OverflowError, TypeError, ValueError) as error:
        raise ConfigurationError(f"invalid options for {rule.code}: {error}") from None
    return options


def _tables(value: Any, key: str) -> Mapping[str, Mapping[str, Any]]:
    given = _table(value, key)
    for name, table in given.items():
        _table(table, f"{key}.{name}")
    return given


def _table(value: Any, key: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ConfigurationError(f"invalid value {shown(value)} for `{key}`, expected a table: [{key}]")
    return value


def _thresholds(value: Any, key: str) -> tuple[Mapping[str, Any], ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(each, Mapping) for each in value):
        raise ConfigurationError(f"invalid `{key}`, expected an array of tables: [[{key}]]")
    # The gate parses the tables again at the end of the run. Errors must be found before it.
    thresholds.parse(value)
    return tuple(value)


def _limits(value: Any, key: str) -> Limits:
    return value if isinstance(value, Limits) else _typed_limits(_table(value, key), key, Limits(), least=1)


def _fetch_limits(value: Any, key: str) -> FetchLimits:
    if isinstance(value, FetchLimits):
        return value
    return _typed_limits(_table(value, key), key, FetchLimits(), least=0)


def _typed_limits(table: Mapping[str, Any], key: str, default: _Limits, least: int) -> _Limits:
    """Return the default limits, changed by the values of the table. Each value must have the type of its field.

    Raises:
        ConfigurationError: A key is unknown, or a value has the wrong type or is smaller than `least`.

    """
    given = _underscored(table)
    # The default of a float field may be an integer, such as 10 seconds. Half a second is valid, too.
    defaults: dict[str, Any] = {
        f.name: float(f.default) if f.type == "float" else f.default  # type: ignore[arg-type]
        for f in fields(default)
    }
    names = tuple(name.replace("_", "-") for name in defaults)
    for name, received in given.items():
        hyphenated = name.replace("_", "-")
        _one_of(f"key in `{key}`", hyphenated, names)
        _check_type(f"`{key}.{hyphenated}`", received, defaults[name], least)
    changes: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in given.items()}
    return replace(default, **changes)


def _mirrors(value: Any, key: str) -> Mapping[str, str]:
    table = _table(value, key)
    for name, url in table.items():
        _one_of("list", name, tuple(public_lists()))
        if not isinstance(url, str) or not url.startswith(("http://", "https://")):
            raise ConfigurationError(
                f"invalid value {shown(url)} for `{key}.{name}`, expected an http:// or https:// URL"
            )
    return table


def _check_type(what: str, received: Any, default: Any, least: int = 0) -> None:
    """Check that a value has the type of the default, and that a number is at least `least`.

    Raises:
        ConfigurationError: The value has another type or is too small.

    """
    valid = type(default)
    fitting, kind = _KINDS[valid]
    # In Python, booleans are integers.
    fits = isinstance(received, fitting) and (valid is bool or not isinstance(received, bool))
    if not fits or (valid is tuple and not all(isinstance(item, str) for item in received)):
        raise ConfigurationError(f"invalid value {shown(received)} for {what}, expected {kind}")
    if valid in (int, float) and received < least:
        raise ConfigurationError(f"invalid value {shown(received)} for {what}, expected {least} or more")


def _underscored(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key.replace("-", "_"): value for key, value in table.items()}


def _one_of(what: str, received: Any, valid: Sequence[_Choice]) -> _Choice:
    for choice in valid:
        if received == choice:
            return choice
    text = received if isinstance(received, str) else shown(received)
    near = get_close_matches(text, valid, 1)
    hint = f" (did you mean `{near[0]}`?)" if near else ""
    raise ConfigurationError(f"invalid {what} `{text}`{hint}, expected one of {', '.join(valid)}")


_FIELDS: Mapping[str, tuple[str, Callable[[Any, str], Any]]] = {
    "select": ("select", _codes),
    "ignore": ("ignore", _codes),
    "fail-on": ("fail_on", _fail_on),
    "from": ("source_format", _text),
    "severity": ("severities", _severities),
    "rules": ("rules", _options_of_rules),
    "formats": ("formats", _tables),
    "thresholds": ("thresholds", _thresholds),
    "limits": ("limits", _limits),
    "http": ("http", _fetch_limits),
    "reference": ("reference", _mirrors),
}
"""By the key of the configuration: the field of `Settings` that it sets, and the function that reads its value."""
KEYS = tuple(_FIELDS)
