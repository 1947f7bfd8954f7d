"""The engine: all rules over a batch of records, in as few passes over the frame as Polars allows.

A batch is judged in three queries: the normal forms that the rules name, every rule's predicate side by
side, and the findings of those rules that found something. Rules over the whole input leave behind their key
columns, and are judged over these when the last batch has been read.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from scholint.checks import normal
from scholint.checks.contract import FINDINGS, METRICS
from scholint.checks.findings import described, sealed, violating

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from scholint.checks.rule import Check, Rule, Severity

SMALL = 5_000
PLACE = ("source", "line", "record")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the engine says of a frame. `keys`: source, line, record and the key columns, one row a record."""

    findings: pl.DataFrame
    metrics: pl.DataFrame
    keys: pl.DataFrame


class Engine:
    """The chosen rules, their options and severities, made ready once a run.

    `options`: rule code to keyword arguments of the rule. `severities`: rule code to a severity other than
    the rule's own; it then stands for every finding of the rule. `profile`: rules run one after another, and
    `seconds` says how long each took, by code; `normal forms` are what several rules share.

    Raises:
        TypeError: an option that a rule does not have.

    """

    def __init__(
        self,
        rules: Sequence[Rule],
        options: Mapping[str, Mapping[str, Any]] | None = None,
        severities: Mapping[str, Severity] | None = None,
        *,
        profile: bool = False,
    ) -> None:
        self.rules = tuple(rules)
        self.seconds: dict[str, float] | None = {} if profile else None
        self._severities = dict(severities or {})
        options = options or {}
        made = [(r, c) for r in self.rules for c in r.checks(**options.get(r.code, {}))]
        self._of_reader = [(r, c) for r, c in made if "reader" in r.needs]
        self._of_records = [(r, c) for r, c in made if "reader" not in r.needs and not c.keys]
        self._of_batch = [(r, c) for r, c in made if c.keys]
        self._keys = {name: e for _, c in self._of_batch for name, e in c.keys.items()}

    def judge(self, records: pl.DataFrame, named: Mapping[str, str] | None = None) -> Judgement:
        """Judge a records frame. `named`: from `source` to the name under which metrics are counted."""
        expressions = [e for _, c in self._of_records for e in _expressions(c)]
        frame = normal.add(records.lazy(), [*expressions, *self._keys.values()]).with_columns(
            record=pl.col("id")
        )
        keyed = frame.with_columns(**{f"key {name}": e for name, e in self._keys.items()})
        with self._timed("normal forms"):
            prepared = keyed.collect(engine=_engine(records))
        keys = prepared.select(*PLACE, **{name: pl.col(f"key {name}") for name in self._keys})
        findings, metrics = self._apply(self._of_records, prepared, named or {})
        return Judgement(findings, metrics, keys)

    def conclude(self, keys: pl.DataFrame, named: Mapping[str, str] | None = None) -> Judgement:
        """Judge the rules over the whole input, from the keys of every batch."""
        made = self._of_batch if keys.height else []
        findings, metrics = self._apply(made, keys, named or {})
        return Judgement(findings, metrics, keys.clear())

    def report(self, defects: pl.DataFrame, seen: Mapping[str, int], named: Mapping[str, str]) -> Judgement:
        """Turn a reader's defects into findings. `seen`: named source to the number of records that came in."""
        found, counted = [], []
        name = pl.col("source").replace(named)
        for rule, check in self._of_reader:
            mine = defects.filter(pl.col("rule") == rule.code)
            found.append(mine.select(described(rule, check, self.severity(rule))))
            hits = mine.group_by(name.alias("source")).agg(
                pl.col("records").sum().alias("violations"), pl.len().alias("findings")
            )
            counted.append(
                pl.DataFrame(
                    {"source": list(seen), "records": list(seen.values())},
                    {"source": pl.String, "records": pl.UInt64},
                )
                .join(hits, on="source", how="left")
                .select(
                    "source",
                    rule=pl.lit(rule.code),
                    name=pl.lit(rule.name),
                    severity=pl.lit(self.severity(rule)),
                    records="records",
                    # A defect can stand for no whole record (a stream cut short), or for more than one.
                    violations=pl.min_horizontal(pl.col("violations").fill_null(0), "records").cast(
                        pl.UInt64
                    ),
                    undecided=pl.lit(0, pl.UInt64),
                    findings=pl.max_horizontal(
                        pl.col("findings").fill_null(0), pl.col("violations").fill_null(0)
                    ).cast(pl.UInt64),
                )
            )
        findings = sealed(pl.concat(found)) if found else FINDINGS.empty()
        metrics = pl.concat([METRICS.empty(), *counted]).sort("source", "rule")
        return Judgement(findings, metrics, pl.DataFrame())

    def severity(self, rule: Rule) -> Severity:
        """Return the severity that the rule has in this run."""
        return self._severities.get(rule.code, rule.severity)

    def _apply(
        self, made: Sequence[tuple[Rule, Check]], frame: pl.DataFrame, named: Mapping[str, str]
    ) -> tuple[pl.DataFrame, pl.DataFrame]:
        if not made:
            return FINDINGS.empty(), METRICS.empty()
        flags = self._flagged(made, frame)
        metrics = self._count(made, flags, frame["source"].replace(named))
        hits = [(i, r, c) for i, (r, c) in enumerate(made) if flags[f"violates {i}"].any()]
        queries = [self._described(frame, r, c, flags[f"violates {i}"]) for i, r, c in hits]
        found = self._collected(queries, [rule.code for _, rule, _ in hits])
        return (sealed(pl.concat(found)) if found else FINDINGS.empty()), metrics

    def _flagged(self, made: Sequence[tuple[Rule, Check]], frame: pl.DataFrame) -> pl.DataFrame:
        if self.seconds is None:
            return frame.lazy().select(_flags(made)).collect(engine=_engine(frame))
        columns = []
        for i, (rule, check) in enumerate(made):
            with self._timed(rule.code):
                alone = frame.lazy().select(_flags([(rule, check)])).collect(engine=_engine(frame))
            columns += [column.alias(column.name.replace("0", str(i))) for column in alone]
        return pl.DataFrame(columns)

    def _collected(self, queries: list[pl.LazyFrame], codes: list[str]) -> list[pl.DataFrame]:
        if self.seconds is None:
            return pl.collect_all(queries)
        found = []
        for code, query in zip(codes, queries, strict=True):
            with self._timed(code):
                found.append(query.collect())
        return found

    @contextmanager
    def _timed(self, what: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        if self.seconds is not None:
            self.seconds[what] = self.seconds.get(what, 0.0) + time.perf_counter() - began

    def _described(self, frame: pl.DataFrame, rule: Rule, check: Check, hits: pl.Series) -> pl.LazyFrame:
        columns = described(rule, check, self.severity(rule))
        if (
            check.keys
        ):  # windows must see the whole frame; everything else is worth computing on the hits alone
            found = frame.lazy().select(columns).filter(hits)
        else:
            # Rows are gathered, not filtered: a filter can leave chunks without rows, on which Polars 2.1 panics
            # where it joins texts.
            needed = {name for column in columns for name in column.meta.root_names()}
            found = frame.select(sorted(needed))[hits.arg_true()].lazy().select(columns)
        chosen = self._severities.get(rule.code)
        return found.with_columns(severity=pl.lit(chosen)) if chosen else found

    def _count(
        self, made: Sequence[tuple[Rule, Check]], flags: pl.DataFrame, source: pl.Series
    ) -> pl.DataFrame:
        """Return the metrics frame: each rule's checks folded into one row a source."""
        places: dict[str, list[int]] = {}
        for i, (rule, _) in enumerate(made):
            places.setdefault(rule.code, []).append(i)
        rules = {rule.code: rule for rule, _ in made}
        sums = [
            pl.struct(
                pl.any_horizontal(f"looks {i}" for i in group).sum().cast(pl.UInt64).alias("records"),
                pl.any_horizontal(f"violates {i}" for i in group).sum().cast(pl.UInt64).alias("violations"),
                (
                    pl.any_horizontal(f"undecided {i}" for i in group)
                    & ~pl.any_horizontal(f"violates {i}" for i in group)
                )
                .sum()
                .cast(pl.UInt64)
                .alias("undecided"),
                pl.sum_horizontal(pl.col(f"violates {i}").sum() for i in group)
                .cast(pl.UInt64)
                .alias("findings"),
            ).alias(code)
            for code, group in places.items()
        ]
        counted = flags.lazy().with_columns(source=source).group_by("source").agg(sums).collect()
        return (
            counted.unpivot(index="source", variable_name="rule", value_name="counts")
            .unnest("counts")
            .with_columns(
                name=pl.col("rule").replace_strict({c: r.name for c, r in rules.items()}),
                severity=pl.col("rule").replace_strict({c: self.severity(r) for c, r in rules.items()}),
            )
            .select(METRICS.schema.names())
            .sort("source", "rule")
        )


def summed(metrics: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Return one metrics frame with a row a source and rule, counts added up."""
    return (
        pl.concat([METRICS.empty(), *metrics])
        .group_by("source", "rule", "name", "severity")
        .agg(pl.col("records", "violations", "undecided", "findings").sum())
        .select(METRICS.schema.names())
        .sort("source", "rule")
    )


def _engine(frame: pl.DataFrame) -> Literal["streaming", "in-memory"]:
    """Return Polars' engine for a frame: streaming uses every core, but takes 0.1 s to set itself up."""
    return "streaming" if frame.height > SMALL else "in-memory"


def _expressions(check: Check) -> list[pl.Expr]:
    fix = check.fix
    parts = [
        *(check.violates, check.value, check.undecided, check.when, check.severity),
        check.message if isinstance(check.message, pl.Expr) else None,
        *check.evidence.values(),
        *((fix.value, fix.safe if isinstance(fix.safe, pl.Expr) else None) if fix else ()),
    ]
    return [e for e in parts if e is not None]


def _flags(made: Sequence[tuple[Rule, Check]]) -> list[pl.Expr]:
    true, false = pl.lit(value=True), pl.lit(value=False)
    flags = []
    for i, (_, check) in enumerate(made):
        looks = true if check.when is None else check.when.fill_null(value=False)
        undecided = false if check.undecided is None else check.undecided.fill_null(value=False) & looks
        flags += [
            (pl.repeat(value=True, n=pl.len()) if check.when is None else looks).alias(f"looks {i}"),
            violating(check).alias(f"violates {i}"),
            (pl.repeat(value=False, n=pl.len()) if check.undecided is None else undecided).alias(
                f"undecided {i}"
            ),
        ]
    return flags
