"""Which records violate which checks, found with as little computation as possible.

A check is evaluated only for records that its `when` selects and whose field has content. Checks with windows see the whole
frame. If a check needs only columns whose values recur (journal, ISSN, license), it is evaluated once per distinct row of
these columns. All other checks are evaluated in one query per set of rows, which Polars runs on all cores.

Every shortcut must give the same result as the expressions over the whole frame.
`tests/checks/engine/test_masks.py` compares both.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING

import polars as pl

from scholint.checks.contract import PLACE
from scholint.checks.engine.prefilters import evaluated, matching_records

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from scholint.checks.rule import Check

RECURRING = frozenset(
    [
        "journal",
        "publisher",
        "issns",
        "issn_valid",
        "license",
        "language",
        "type",
        "type_key",
        "kind",
        "is_article",
        "format",
        "fields",
        "open_access",
    ]
)
"""Columns with few distinct values: most records of a batch have the same value as another record."""

_PLACE = frozenset(PLACE)
# Evaluating distinct rows saves time if each represents three records on average.
_MIN_RECURRENCE = 3
# If more than this share of the records is selected, copying them costs more than evaluating all.
_MAX_SELECTED = 0.5
# A separate query for fewer records takes longer than it saves.
_MIN_ROWS = 1_000


@dataclass(frozen=True, slots=True)
class Flags:
    """The result of one check for a frame.

    `violating`, `undecided`: UInt32, row numbers in ascending order. `applies`: Boolean, one value per row, true for records
    that the check's `when` selects; None if the check has no `when`.
    """

    violating: pl.Series
    undecided: pl.Series
    applies: pl.Series | None


class Masks:
    """A frame of records with their normal forms. It computes which rows checks flag."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame
        # The columns of `Scan.steps` for the distinct rows, by `id(check)`.
        self._steps: dict[int, pl.DataFrame] = {}

    def flags(self, checks: Sequence[Check]) -> list[Flags]:
        """Return the result of each check, in the order of the checks."""
        applies = self._applies(checks)
        candidates = self._candidates(checks)
        masks = [_both(mask, other) for mask, other in zip(applies, candidates, strict=True)]
        # Checks over the same rows are in one query, in which Polars computes common expressions once.
        by_rows: dict[Hashable, list[int]] = {}
        for i, check in enumerate(checks):
            rows = self._cheapest_rows(check, masks[i])
            if rows is not None:
                by_rows.setdefault(rows, []).append(i)
        queries = [self._query(rows, checks, chosen, masks[chosen[0]]) for rows, chosen in by_rows.items()]
        found: dict[str, pl.Series] = {}
        for rows, answer in zip(by_rows, pl.collect_all(queries, engine="in-memory"), strict=True):
            for column in answer:
                found[column.name] = self._row_numbers(rows, column, masks[int(column.name.split(" ")[1])])
        none = pl.Series(dtype=pl.UInt32)
        return [
            Flags(found.get(f"violates {i}", none), found.get(f"undecided {i}", none), applies[i])
            for i in range(len(checks))
        ]

    def columns_of(self, check: Check, columns: Sequence[pl.Expr], rows: pl.Series) -> pl.LazyFrame:
        """Return the values of the check's expressions for some row numbers.

        Expressions over recurring columns are evaluated once per distinct row, then joined to the rows.
        """
        needed = _source_columns(check, columns)
        if check.keys:
            # Over the whole frame first, since these expressions may have windows.
            return self.frame.lazy().select(columns).select(pl.all().gather(rows))
        has_steps = id(check) in self._steps
        is_small = rows.len() < _MIN_ROWS and not has_steps
        if is_small or not needed <= RECURRING | _PLACE or self.distinct is None:
            return with_steps(self.frame.select(sorted(needed))[rows].lazy(), [check]).select(columns)
        firsts, codes = self.distinct
        code = codes.gather(rows)
        once = code.unique().sort()
        recurring = [c for c in columns if not _PLACE & set(c.meta.root_names())]
        by_code = self._with_steps_once(firsts, [check])[once].lazy().select(*recurring, code=pl.lit(once))
        return (
            self.frame.select(_PLACE)[rows]
            .lazy()
            .with_columns(code=pl.lit(code))
            .join(by_code, on="code", how="left", maintain_order="left")
            .select([c.meta.output_name() for c in columns])
        )

    @cached_property
    def _new(self) -> pl.Series | None:
        """Boolean: the row is of this run. None if no row is of an earlier run; only frames of keys have the column."""
        return None if self.frame["new"].all() else self.frame["new"]

    @cached_property
    def distinct(self) -> tuple[pl.DataFrame, pl.Series] | None:
        """The first row of each distinct combination of RECURRING columns, and the number of that row for each row.

        None if the values do not recur enough.
        """
        names = sorted(RECURRING & set(self.frame.columns))
        if self.frame.height < _MIN_ROWS or not names:
            return None
        # Grouping by joined texts would not distinguish `[]` from `[""]`, and would take twice as long.
        rows = self.frame.select(names).with_row_index("row")
        first = rows.select(pl.col("row").first().over(names)).to_series()
        is_first = first == rows["row"]
        if int(is_first.sum()) * _MIN_RECURRENCE > rows.height:
            return None
        numbers = is_first.cast(pl.UInt32).cum_sum() - 1
        return self.frame.select(names).filter(is_first), numbers.gather(first)

    def _applies(self, checks: Sequence[Check]) -> list[pl.Series | None]:
        """Return for each check which records its `when` selects; None for a check without `when`."""
        when = {f"{i}": c.when.fill_null(value=False) for i, c in enumerate(checks) if c.when is not None}
        recurring = {i: e for i, e in when.items() if set(e.meta.root_names()) <= RECURRING}
        found: dict[str, pl.Series] = {}
        if recurring and self.distinct is not None:
            firsts, codes = self.distinct
            found |= {c.name: c.gather(codes) for c in evaluated(firsts, recurring)}
        rest = {i: e for i, e in when.items() if i not in found}
        found |= {c.name: c for c in evaluated(self.frame, rest)}
        return [found.get(f"{i}") for i in range(len(checks))]

    def _candidates(self, checks: Sequence[Check]) -> list[pl.Series | None]:
        """Return for each check which records fill its field and match its prefilter; None if all records do."""
        filled = self._filled({check.field for check in checks if not check.scan.on_empty})
        patterns: dict[str, dict[str, None]] = {}
        expressions = {}
        for i, check in enumerate(checks):
            if isinstance(check.scan.prefilter, pl.Expr):
                expressions[f"{i}"] = check.scan.prefilter.fill_null(value=False)
            elif check.scan.prefilter is not None:
                # A dictionary serves as an ordered set, because several checks may have the same pattern.
                patterns.setdefault(check.field, {})[check.scan.prefilter] = None
        by_expression = {c.name: c for c in evaluated(self.frame, expressions)}
        by_pattern = matching_records(self.frame, {field: list(some) for field, some in patterns.items()})
        masks = []
        for i, check in enumerate(checks):
            prefilter = check.scan.prefilter
            if check.keys:
                # Windows need every row of this run, so only rows of earlier runs are left out.
                masks.append(self._new)
            elif check.scan.on_empty:
                masks.append(None)
            elif isinstance(prefilter, str):
                masks.append(by_pattern[check.field, prefilter])
            else:
                masks.append(by_expression.get(f"{i}", filled.get(check.field)))
        return masks

    def _filled(self, fields: set[str]) -> dict[str, pl.Series | None]:
        """Return for each field which records fill it; None if all records do."""
        names = sorted(fields & set(self.frame.columns))
        filled = {
            n: pl.col(n).list.len() > 0 if isinstance(self.frame.schema[n], pl.List) else pl.col(n) != ""
            for n in names
        }
        columns = evaluated(self.frame, {n: e.fill_null(value=False) for n, e in filled.items()})
        return {c.name: None if c.all() else c for c in columns}

    def _cheapest_rows(self, check: Check, mask: pl.Series | None) -> Hashable:
        """Return the rows over which evaluating the check costs least; None if no record is a candidate.

        `distinct`: the distinct rows. `all`: the whole frame. `("some", …)`: the rows of the mask; the value is the same for
        all checks with the same mask.
        """
        height = self.frame.height
        count = height if mask is None else int(mask.sum())
        if count == 0:
            return None
        # Windows need the whole frame.
        if check.keys:
            return "all"
        if count > _MIN_ROWS and _condition_columns(check) <= RECURRING and self.distinct is not None:
            return "distinct"
        if mask is not None and height > _MIN_ROWS and count <= height * _MAX_SELECTED:
            return "some", id(mask)
        return "all"

    def _query(
        self, rows: Hashable, checks: Sequence[Check], chosen: Sequence[int], mask: pl.Series | None
    ) -> pl.LazyFrame:
        """Return a query for the conditions of the `chosen` checks, over rows that `_cheapest_rows` returned."""
        if rows == "distinct" and self.distinct is not None:
            frame = self._with_steps_once(self.distinct[0], [checks[i] for i in chosen]).lazy()
        elif rows == "all" or mask is None:
            frame = with_steps(self.frame.lazy(), [checks[i] for i in chosen])
        else:
            names = sorted({name for i in chosen for name in _condition_columns(checks[i])})
            some = self.frame.select(names)[mask.arg_true()]
            frame = with_steps(some.lazy(), [checks[i] for i in chosen])
        return frame.select([e for i in chosen for e in _conditions(i, checks[i])])

    def _with_steps_once(self, firsts: pl.DataFrame, checks: Sequence[Check]) -> pl.DataFrame:
        """Return the distinct rows with the checks' `steps`, which are computed once for conditions and findings."""
        for check in checks:
            if check.scan.steps and id(check) not in self._steps:
                names = [name for step in check.scan.steps for name in step]
                self._steps[id(check)] = with_steps(firsts.lazy(), [check]).select(names).collect()
        own = [self._steps[id(check)] for check in checks if check.scan.steps]
        return pl.concat([firsts, *own], how="horizontal")

    def _row_numbers(self, rows: Hashable, column: pl.Series, mask: pl.Series | None) -> pl.Series:
        """Return the row numbers, in the whole frame, for which a column of the query over `rows` is true."""
        if rows == "distinct" and self.distinct is not None:
            column = column.gather(self.distinct[1])
        elif rows != "all" and mask is not None:
            return mask.arg_true().gather(column.arg_true())
        return (column if mask is None else column & mask).arg_true()


def _both(one: pl.Series | None, other: pl.Series | None) -> pl.Series | None:
    """Return the rows that are in both masks. None stands for a mask with all rows."""
    return one if other is None else other if one is None else one & other


def with_steps(frame: pl.LazyFrame, checks: Sequence[Check]) -> pl.LazyFrame:
    """Return the frame with the columns of the checks' `Scan.steps`."""
    # One step of all checks at a time, because each layer of columns takes a separate pass.
    for steps in zip_longest(*(check.scan.steps for check in checks), fillvalue={}):
        frame = frame.with_columns(**{name: e for step in steps for name, e in step.items()})
    return frame


def _condition_columns(check: Check) -> set[str]:
    """Return the names of the frame's columns that `violates` and `undecided` use."""
    return _source_columns(check, [e for e in (check.violates, check.undecided) if e is not None])


def _source_columns(check: Check, expressions: Sequence[pl.Expr]) -> set[str]:
    """Return the names of the frame's columns that the expressions and the check's `steps` use."""
    own = {name: e for step in check.scan.steps for name, e in step.items()}
    return {name for e in (*expressions, *own.values()) for name in e.meta.root_names()} - set(own)


def _conditions(i: int, check: Check) -> list[pl.Expr]:
    """Return `violates` and, if the check has it, `undecided`. They are never null, and never both true."""
    if check.undecided is None:
        return [check.violates.fill_null(value=False).alias(f"violates {i}")]
    undecided = check.undecided.fill_null(value=False)
    violates = check.violates.fill_null(value=False) & ~undecided
    return [violates.alias(f"violates {i}"), undecided.alias(f"undecided {i}")]
