"""Which records violate which checks, with as few looks as possible.

A check is only evaluated where it can speak: on records that its `when` lets through and whose field holds something.
Windows see the whole frame. Where a check asks for nothing but columns in which values recur (journal, ISSN, licence), each distinct row of them is judged
once. All that is left goes through one query, whose expressions Polars spreads over the cores.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from scholint.checks.rule import Check

RECURRING = frozenset(
    (
        *("journal", "publisher", "issns", "issn_valid", "license", "language", "type", "type_key", "kind"),
        *("is_article", "format", "fields", "open_access"),
    )
)
"""Columns whose values most records of a batch share with others."""

_PLACE = frozenset(("source", "line", "record"))
_SHARED = 3  # Distinct rows pay from where each stands for three records in the mean.
_MOST = 0.5  # Above this share of records, gathering them costs more than looking at all.
_FEW = 1_000  # Below, nothing is worth a query of its own.
_SAMPLE = 1_000  # So many records show which patterns match often.
_OFTEN = 0.02  # Above this share, a pattern's matches would be searched for all the others in vain.


@dataclass(frozen=True, slots=True)
class Flags:
    """What one check says of a frame.

    `violating`, `undecided`: UInt32, numbers of rows, ascending. `looks`: Boolean, one a row; none where it looks at all.
    """

    violating: pl.Series
    undecided: pl.Series
    looks: pl.Series | None


class Masks:
    """A frame of records with their normal forms, looked at by several checks."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame
        self._derived: dict[int, pl.DataFrame] = {}

    def flags(self, checks: Sequence[Check]) -> list[Flags]:
        """Return what each check says, in the order of the checks."""
        looks = self._looks(checks)
        asked = self._asked(checks)
        masks = [_both(mask, given) for mask, given in zip(looks, asked, strict=True)]
        together: dict[Hashable, list[int]] = {}
        for i, check in enumerate(checks):
            place = self._place(check, masks[i])
            if place is not None:
                together.setdefault(place, []).append(i)
        queries = [self._query(place, checks, group, masks[group[0]]) for place, group in together.items()]
        answers: dict[str, pl.Series] = {}
        for place, answer in zip(together, pl.collect_all(queries, engine="in-memory"), strict=True):
            for column in answer:
                answers[column.name] = self._rows(place, column, masks[int(column.name.split(" ")[1])])
        none = pl.Series(dtype=pl.UInt32)
        return [
            Flags(answers.get(f"violates {i}", none), answers.get(f"undecided {i}", none), looks[i])
            for i in range(len(checks))
        ]

    def only(self, check: Check, columns: Sequence[pl.Expr], rows: pl.Series) -> pl.LazyFrame:
        """Return these columns, about the check, of some rows; what recurs is computed once a distinct row."""
        needed = _without_derived(check, columns)
        if check.keys:
            return self.frame.lazy().select(columns).select(pl.all().gather(rows))
        made = id(check) in self._derived
        if (rows.len() < _FEW and not made) or not needed <= RECURRING | _PLACE or self.distinct is None:
            return with_derived(self.frame.select(sorted(needed))[rows].lazy(), [check]).select(columns)
        firsts, codes = self.distinct
        code = codes.gather(rows)
        once = code.unique().sort()
        recurring = [c for c in columns if not _PLACE & set(c.meta.root_names())]
        told = self._with_own(firsts, [check])[once].lazy().select(*recurring, code=pl.lit(once))
        return (
            self.frame.select(_PLACE)[rows]
            .lazy()
            .with_columns(code=pl.lit(code))
            .join(told, on="code", how="left", maintain_order="left")
            .select([c.meta.output_name() for c in columns])
        )

    @cached_property
    def _new(self) -> pl.Series | None:
        """The rows of this run; none where an index holds none of earlier ones. Frames of keys alone have the column."""
        return None if self.frame["new"].all() else self.frame["new"]

    @cached_property
    def distinct(self) -> tuple[pl.DataFrame, pl.Series] | None:
        """The first rows of every distinct combination of RECURRING columns, and the number of each row's own.

        None where they do not recur enough.
        """
        names = sorted(RECURRING & set(self.frame.columns))
        if self.frame.height < _FEW or not names:
            return None
        # Over the columns themselves: text joined of them would be the same for `[]` and `[""]`, and takes twice as long.
        rows = self.frame.select(names).with_row_index("row")
        first = rows.select(pl.col("row").first().over(names)).to_series()
        leads = first == rows["row"]
        if int(leads.sum()) * _SHARED > rows.height:
            return None
        numbers = leads.cast(pl.UInt32).cum_sum() - 1
        return self.frame.select(names).filter(leads), numbers.gather(first)

    def _looks(self, checks: Sequence[Check]) -> list[pl.Series | None]:
        asked = {f"{i}": c.when.fill_null(value=False) for i, c in enumerate(checks) if c.when is not None}
        once = {i: e for i, e in asked.items() if set(e.meta.root_names()) <= RECURRING}
        found: dict[str, pl.Series] = {}
        if once and self.distinct is not None:
            firsts, codes = self.distinct
            found |= {c.name: c.gather(codes) for c in _columns(firsts, once)}
        found |= {c.name: c for c in _columns(self.frame, {i: e for i, e in asked.items() if i not in found})}
        return [found.get(f"{i}") for i in range(len(checks))]

    def _asked(self, checks: Sequence[Check]) -> list[pl.Series | None]:
        """Return for each check which records fill its field and have what it glances for; none where all do."""
        fields = sorted({c.field for c in checks if not c.scan.on_empty} & set(self.frame.columns))
        filled = {n: pl.col(n).list.len() > 0 if n in self._lists else pl.col(n) != "" for n in fields}
        columns = _columns(self.frame, {n: e.fill_null(value=False) for n, e in filled.items()})
        given = {c.name: None if c.all() else c for c in columns}
        patterns: dict[str, dict[str, None]] = {}
        expressions = {}
        for i, check in enumerate(checks):
            if isinstance(check.scan.prefilter, pl.Expr):
                expressions[f"{i}"] = check.scan.prefilter.fill_null(value=False)
            elif check.scan.prefilter is not None:
                patterns.setdefault(check.field, {})[check.scan.prefilter] = None
        seen = {c.name: c for c in _columns(self.frame, expressions)}
        keep_matching = self._glanced({field: list(some) for field, some in patterns.items()})
        asked = [
            None
            if c.scan.on_empty
            else keep_matching[c.field, c.scan.prefilter]
            if isinstance(c.scan.prefilter, str)
            else seen.get(f"{i}", given.get(c.field))
            for i, c in enumerate(checks)
        ]
        return [self._new if c.keys else mask for c, mask in zip(checks, asked, strict=True)]

    def _glanced(self, glances: Mapping[str, Sequence[str]]) -> dict[tuple[str, str], pl.Series]:
        """Return by field and pattern which records' texts match.

        Patterns that match seldom are looked for together, and each by itself where one of them was seen.
        """
        pairs = [(field, pattern) for field, patterns in glances.items() for pattern in patterns]
        # From all over the frame: sources write their records' fields as they are sorted.
        sample = self.frame.gather_every(max(1, -(-self.frame.height // _SAMPLE)))
        first = dict(zip(pairs, self._matching(sample, pairs), strict=True))
        if self.frame.height <= _SAMPLE:
            return first
        often = [pair for pair in pairs if int(first[pair].sum()) > sample.height * _OFTEN]
        seldom = {f: [p for p in patterns if (f, p) not in often] for f, patterns in glances.items()}
        seldom = {field: patterns for field, patterns in seldom.items() if patterns}
        together = [(field, _either(patterns)) for field, patterns in seldom.items()]
        found = self._matching(self.frame, [*often, *together])
        answer = dict(zip(often, found[: len(often)], strict=True))
        nowhere = pl.repeat(value=False, n=self.frame.height, eager=True)
        for (field, patterns), seen in zip(seldom.items(), found[len(often) :], strict=True):
            rows = seen.arg_true()
            closer = self._matching(self.frame.select(field)[rows], [(field, p) for p in patterns])
            for pattern, matches in zip(patterns, closer, strict=True):
                hits = rows.gather(matches.arg_true())
                answer[field, pattern] = nowhere.clone().scatter(hits, values=True) if len(hits) else nowhere
        return answer

    def _matching(self, frame: pl.DataFrame, pairs: Sequence[tuple[str, str]]) -> list[pl.Series]:
        """Return Boolean, never null, for each field and pattern: the text, or an item of the list, matches."""
        joined = {n: pl.col(n).list.join("\n") for n in {field for field, _ in pairs} & self._lists}
        # One line an item, so that anchors hold.
        asked = {
            f"{i}": pl.col(field)
            .str.contains(f"(?m:{pattern})" if field in joined else pattern)
            .fill_null(value=False)
            for i, (field, pattern) in enumerate(pairs)
        }
        return _columns(frame.with_columns(**joined), asked)

    @cached_property
    def _lists(self) -> frozenset[str]:
        return frozenset(n for n, dtype in self.frame.schema.items() if isinstance(dtype, pl.List))

    def _place(self, check: Check, mask: pl.Series | None) -> Hashable:
        """Return where the check is answered cheapest: `distinct`, `all`, some rows, or none where it has no record."""
        height = self.frame.height
        count = height if mask is None else int(mask.sum())
        if count == 0:
            return None
        if check.keys:
            return "all"
        if count > _FEW and _roots(check) <= RECURRING and self.distinct is not None:
            return "distinct"
        if mask is not None and height > _FEW and count <= height * _MOST:
            return "some", id(mask)
        return "all"

    def _query(
        self, place: Hashable, checks: Sequence[Check], group: Sequence[int], mask: pl.Series | None
    ) -> pl.LazyFrame:
        if place == "distinct" and self.distinct is not None:
            derived = self._with_own(self.distinct[0], [checks[i] for i in group]).lazy()
        elif place == "all" or mask is None:
            derived = with_derived(self.frame.lazy(), [checks[i] for i in group])
        else:
            names = sorted({name for i in group for name in _roots(checks[i])})
            rows = self.frame.select(names)[mask.arg_true()]
            derived = with_derived(rows.lazy(), [checks[i] for i in group])
        return derived.select([e for i in group for e in _verdicts(i, checks[i])])

    def _with_own(self, firsts: pl.DataFrame, checks: Sequence[Check]) -> pl.DataFrame:
        """Return the distinct rows with what the checks derive of them, made once for their verdicts and their findings."""
        for check in checks:
            if check.scan.steps and id(check) not in self._derived:
                names = [name for step in check.scan.steps for name in step]
                self._derived[id(check)] = with_derived(firsts.lazy(), [check]).select(names).collect()
        own = [self._derived[id(check)] for check in checks if check.scan.steps]
        return pl.concat([firsts, *own], how="horizontal")

    def _rows(self, place: Hashable, column: pl.Series, mask: pl.Series | None) -> pl.Series:
        """Return the numbers of the rows where a column that answers the place's query is true."""
        if place == "distinct" and self.distinct is not None:
            column = column.gather(self.distinct[1])
        elif place != "all" and mask is not None:
            return mask.arg_true().gather(column.arg_true())
        return (column if mask is None else column & mask).arg_true()


def _columns(frame: pl.DataFrame, expressions: Mapping[str, pl.Expr]) -> list[pl.Series]:
    """Return one column for each expression, named after it; none for no expression, which would be a frame without rows."""
    return list(frame.lazy().select(**expressions).collect(engine="in-memory")) if expressions else []


def _either(patterns: Sequence[str]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns)


def _both(one: pl.Series | None, other: pl.Series | None) -> pl.Series | None:
    return one if other is None else other if one is None else one & other


def with_derived(frame: pl.LazyFrame, checks: Sequence[Check]) -> pl.LazyFrame:
    """Return the frame with the columns that the checks derive from its keys."""
    for steps in zip_longest(*(check.scan.steps for check in checks), fillvalue={}):
        frame = frame.with_columns(**{name: e for step in steps for name, e in step.items()})
    return frame


def _roots(check: Check) -> set[str]:
    return _without_derived(check, [e for e in (check.violates, check.undecided) if e is not None])


def _without_derived(check: Check, expressions: Sequence[pl.Expr]) -> set[str]:
    """Return the names of the columns on which the expressions and the check's own columns stand."""
    own = {name: e for step in check.scan.steps for name, e in step.items()}
    return {name for e in (*expressions, *own.values()) for name in e.meta.root_names()} - set(own)


def _verdicts(i: int, check: Check) -> list[pl.Expr]:
    open_ = pl.lit(value=False) if check.undecided is None else check.undecided.fill_null(value=False)
    found = [(check.violates.fill_null(value=False) & ~open_).alias(f"violates {i}")]
    return found if check.undecided is None else [*found, open_.alias(f"undecided {i}")]


def counts(group: Sequence[Flags], mask: pl.Series | None, height: int) -> tuple[int, int, int, int]:
    """Return how many records a rule's checks look at, flag and leave undecided, and the number of its findings.

    Counted among the `height` rows of a frame, or among those that `mask` (Boolean) picks.
    """
    looks = [flags.looks for flags in group if flags.looks is not None]
    if len(looks) < len(group):
        records = height if mask is None else int(mask.sum())
    else:
        any_ = looks[0]
        for other in looks[1:]:
            any_ = any_ | other
        records = int((any_ if mask is None else any_ & mask).sum())
    found = [_among(flags.violating, mask) for flags in group]
    violating = found[0] if len(found) == 1 else pl.concat(found).unique()
    undecided = pl.concat([_among(flags.undecided, mask) for flags in group]).unique()
    left = int((~undecided.is_in(violating.implode())).sum()) if undecided.len() else 0
    return records, violating.len(), left, sum(rows.len() for rows in found)


def _among(rows: pl.Series, mask: pl.Series | None) -> pl.Series:
    return rows if mask is None or not rows.len() else rows.filter(mask.gather(rows))
