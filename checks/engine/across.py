"""Checks over all records of the run: the frames that they see, and the precedence between them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from scholint.checks.contract import PLACE
from scholint.checks.engine.masks import with_steps
from scholint.checks.exchange import groups

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scholint.checks.engine.masks import Flags
    from scholint.checks.exchange import Exchange
    from scholint.checks.rule import Check, RuleCheck


def by_frames(checks: Iterable[RuleCheck]) -> list[list[RuleCheck]]:
    """Return the whole-input checks in groups. Checks in one group see the same frames, so that each frame is made once."""
    by_frames: dict[object, list[RuleCheck]] = {}
    for rule, check in checks:
        assert check.across is not None
        frames = check.across.frames or (check.across.group_by, check.across.min_rows)
        by_frames.setdefault(frames, []).append((rule, check))
    return list(by_frames.values())


def frames_of(
    checks: Sequence[Check], keys: Sequence[pl.LazyFrame], rows: int, exchange: Exchange
) -> Iterable[pl.DataFrame]:
    """Return the frames for checks with the same `frames` or `group_by`, without empty frames."""
    across = checks[0].across
    assert across is not None
    names = list(dict.fromkeys([*PLACE, "new", *(name for check in checks for name in check.keys)]))
    if across.frames:
        frames = across.frames(exchange, rows, names)
    elif across.group_by:
        frames = groups(exchange, rows, names, across.group_by, across.min_rows)
    else:
        frames = [pl.concat([frame.select(names) for frame in keys]).collect()]
    return (with_steps(frame.lazy(), checks).collect() for frame in frames if frame.height)


def without_repeated(checks: Sequence[RuleCheck], flags: Sequence[Flags]) -> list[Flags]:
    """Return the flags without records that a rule with precedence also flags (see `Across.yields_to`)."""
    kept = []
    for (_, check), flag in zip(checks, flags, strict=True):
        before = [
            other.violating
            for (rule, _), other in zip(checks, flags, strict=True)
            if check.across and rule.code in check.across.yields_to
        ]
        reported = pl.concat(before).unique() if before else None
        if reported is not None and reported.len():
            own = flag.violating.filter(~flag.violating.is_in(reported.implode()))
            kept.append(replace(flag, violating=own))
        else:
            kept.append(flag)
    return kept
