"""Thresholds of the gate, read from the configuration."""

from __future__ import annotations

from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from scholint.checks import catalogue
from scholint.checks.contract import RECORDS
from scholint.checks.rule import SEVERITIES, Severity
from scholint.errors import ThresholdError, UnknownRuleError, shown
from scholint.reports.projection import counted, percentage

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping, Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A limit on the findings of each source, or on its completeness.

    A limit on findings has `rule`, a code or a family. At most `max_share` (0 to 1) of the records, or at most
    `max_count` records, may violate it. A limit on completeness has `completeness`, a column of the records frame. At
    least `min_share` (0 to 1) of the records must have a value in it.

    `source`: a glob pattern for the names of sources. `minimum`: a source with fewer records is undecided. `severity`:
    only a failed threshold of severity `error` fails the gate.
    """

    rule: str | None = None
    completeness: str | None = None
    source: str = "*"
    max_share: float | None = None
    max_count: int | None = None
    min_share: float | None = None
    minimum: int = 20
    severity: Severity = "error"

    @property
    def name(self) -> str:
        """The threshold as text, for example `DOI violated by at most 1.00% of records`."""
        if self.completeness:
            name = f"{self.completeness} filled in at least {percentage(self.min_share or 0)} of records"
        else:
            share = [] if self.max_share is None else [f"{percentage(self.max_share)} of records"]
            count = [] if self.max_count is None else [counted(self.max_count, "record")]
            name = f"{self.rule} violated by at most {' and '.join(share + count)}"
        return name if self.source == "*" else f"{name} in {self.source}"


@dataclass(frozen=True, slots=True)
class ThresholdsOutcome:
    """The outcome of all thresholds.

    `passed`: true if no threshold of severity `error` failed. `thresholds`: one outcome per limit.
    """

    passed: bool
    thresholds: Sequence[Mapping[str, Any]]

    def as_dict(self) -> dict[str, Any]:
        """Return the outcome as JSON values. `passed` of a threshold is None if the threshold is undecided."""
        return {"passed": self.passed, "thresholds": [dict(t) for t in self.thresholds]}


def parse(tables: Sequence[Mapping[str, Any]]) -> list[Threshold]:
    """Return the thresholds declared by the tables of the configuration.

    Raises:
        ThresholdError: A key or a value is not valid.

    """
    return [_parsed(f"threshold {number}", table) for number, table in enumerate(tables, 1)]


def _is_share(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


_SHARE = (_is_share, "a number from 0 to 1")
_COUNT = (_is_count, "an integer of 0 or more")
_VALID: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "rule": (lambda value: isinstance(value, str), "the code, name or family of a rule"),
    "completeness": (lambda value: value in RECORDS.columns, "a record column, for example `abstract`"),
    "source": (lambda value: isinstance(value, str), "a glob pattern"),
    "max_share": _SHARE,
    "max_count": _COUNT,
    "min_share": _SHARE,
    "minimum": _COUNT,
    "severity": (lambda value: value in SEVERITIES, f"one of {', '.join(SEVERITIES)}"),
}
"""For each key: whether a value is valid, and how an error message describes the valid values."""


def _parsed(where: str, table: Mapping[str, Any]) -> Threshold:
    given = {key.replace("-", "_"): value for key, value in table.items()}
    for key, value in given.items():
        _check_key(where, key)
        is_valid, expected = _VALID[key]
        if not is_valid(value):
            text = value if isinstance(value, str) else shown(value)
            raise ThresholdError(f"{where}: invalid value `{text}` for `{key}`, expected {expected}")
    if "rule" in given:
        _check_rule(where, given["rule"])
    if wrong := _wrong_combination(given):
        raise ThresholdError(f"{where}: {wrong}")
    # TOML reads the share 1 as an integer, but reports distinguish shares from numbers of records by the type.
    shares = {key: float(value) for key, value in given.items() if _VALID[key] is _SHARE}
    return Threshold(**given | shares)


def _wrong_combination(given: Container[str]) -> str | None:
    """Return why the keys are not a rule with its limits, or a column with its limit. None: they are."""
    rule, completeness, max_share, max_count, min_share = (
        key in given for key in ("rule", "completeness", "max_share", "max_count", "min_share")
    )
    sentences = {
        "expected `rule` or `completeness`": not rule and not completeness,
        "`rule` and `completeness` cannot be combined, expected two thresholds": rule and completeness,
        "`min_share` requires `completeness`": rule and min_share,
        "`max_share` requires `rule`": completeness and max_share,
        "`max_count` requires `rule`": completeness and max_count,
        "`rule` requires `max_share` or `max_count`": rule and not max_share and not max_count,
        "`completeness` requires `min_share`": completeness and not min_share,
    }
    return next((sentence for sentence, applies in sentences.items() if applies), None)


def _check_key(where: str, key: str) -> None:
    known = [field.name for field in fields(Threshold)]
    if key not in known:
        near = get_close_matches(key, known, 1)
        hint = f" (did you mean `{near[0]}`?)" if near else ""
        raise ThresholdError(f"{where}: unknown key `{key}`{hint}, expected one of {', '.join(known)}")


def _check_rule(where: str, selector: str) -> None:
    try:
        catalogue.matching(selector)
    except UnknownRuleError as error:
        raise ThresholdError(f"{where}: {error}") from None
