"""Thresholds: how much of what a batch may hold, as the configuration says it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from scholint.checks import catalogue
from scholint.checks.contract import RECORDS
from scholint.checks.rule import SEVERITIES, Severity
from scholint.errors import ThresholdError, UnknownRuleError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """One demand on a batch.

    `rule`: a code or a family, of which at most `max_share` of the records, or `max_count` of them, may violate
    it. Or `completeness`: a column of the records frame, which at least `min_share` of the records must fill.
    `source`: a glob over the named sources; each is judged by itself. `minimum`: records that a verdict needs.
    `severity`: only `error` fails the gate.
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
        """The demand in words."""
        if self.completeness:
            what = f"{self.completeness} filled in at least {self.min_share:.2%}"
        else:
            share = [] if self.max_share is None else [f"{self.max_share:.2%}"]
            count = [] if self.max_count is None else [f"{self.max_count:,} records"]
            what = f"{self.rule} in at most {' and '.join(share + count)}"
        return what if self.source == "*" else f"{what} of {self.source}"


def parse(tables: Sequence[Mapping[str, Any]]) -> list[Threshold]:
    """Return the thresholds that the configuration's tables declare.

    Raises:
        ThresholdError: a key or a value that is not valid.

    """
    return [_threshold(i, table) for i, table in enumerate(tables, 1)]


def _threshold(number: int, table: Mapping[str, Any]) -> Threshold:
    known = [field.name for field in fields(Threshold)]
    given = {key.replace("-", "_"): value for key, value in table.items()}
    where = f"threshold {number}"
    for key in given:
        if key not in known:
            near = get_close_matches(key, known, 1)
            hint = f" (did you mean `{near[0]}`?)" if near else ""
            raise ThresholdError(f"{where}: received the key `{key}`, valid are {', '.join(known)}{hint}")
    for key in ("max_share", "min_share"):
        _check(
            where,
            key,
            given.get(key),
            lambda v: isinstance(v, (int, float)) and not isinstance(v, bool) and 0 <= v <= 1,
            "a number from 0 to 1",
        )
    for key in ("max_count", "minimum"):
        _check(
            where,
            key,
            given.get(key),
            lambda v: isinstance(v, int) and not isinstance(v, bool) and v >= 0,
            "a whole number from 0 on",
        )
    _check(where, "severity", given.get("severity"), lambda v: v in SEVERITIES, ", ".join(SEVERITIES))
    _check(
        where,
        "completeness",
        given.get("completeness"),
        lambda v: v in RECORDS.columns,
        "a column of the records",
    )
    if given.get("rule") is not None:
        _known_rule(where, given["rule"])
    threshold = Threshold(**given)
    limits = threshold.max_share is not None or threshold.max_count is not None
    by_rule = (
        threshold.rule is not None
        and limits
        and threshold.completeness is None
        and threshold.min_share is None
    )
    by_column = (
        threshold.completeness is not None
        and threshold.min_share is not None
        and threshold.rule is None
        and not limits
    )
    if not (by_rule or by_column):
        raise ThresholdError(
            f"{where}: received {', '.join(given) or 'nothing'}; valid are `rule` with `max_share` or `max_count`, "
            "or `completeness` with `min_share`"
        )
    return threshold


def _check(where: str, key: str, value: Any, holds: Any, valid: str) -> None:
    if value is not None and not holds(value):
        raise ThresholdError(f"{where}: received `{value}` for `{key}`, valid is {valid}")


def _known_rule(where: str, selector: Any) -> None:
    try:
        catalogue.matching(str(selector))
    except UnknownRuleError as error:
        raise ThresholdError(f"{where}: {error}") from None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the thresholds say. `passed`: no threshold of severity error failed."""

    passed: bool
    thresholds: Sequence[Mapping[str, Any]]

    def as_dict(self) -> dict[str, Any]:
        """Return the verdict as JSON values; a threshold's `passed` is None where it is undecided."""
        return {"passed": self.passed, "thresholds": [dict(t) for t in self.thresholds]}
