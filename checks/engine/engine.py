"""The engine: all rules over a batch of records, in as few passes over the frame as Polars allows.

A batch is judged in three steps: the normal forms that the rules name, every rule's predicate
(`checks.flagging`), and the findings of those rules that found something. Rules over the whole input leave behind their key
columns, and are judged over these when the last batch has been read.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from scholint.checks import normal_forms
from scholint.checks.contract import FINDINGS, METRICS
from scholint.checks.engine import list_entries
from scholint.checks.engine.findings import assembled, described, sealed
from scholint.checks.engine.folding.alike import crowded, folded, folded_fixes
from scholint.checks.engine.masks import Flags, Masks, counts, with_derived
from scholint.checks.engine.metrics import summed
from scholint.checks.exchange import completed, groups, here

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from scholint.checks.exchange import Exchange
    from scholint.checks.rule import Check, Rule, Severity

SMALL = 5_000
PLACE = ("source", "line", "record")
FOLDS = {
    "source": pl.String(),
    "rule": pl.String(),
    "field": pl.String(),
    "several": pl.Boolean(),
    "safe": pl.Boolean(),
    "more": pl.UInt64(),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """What the engine says of a frame. `keys`: source, line, record and the key columns, one row a record.

    `folded`: for findings with a fix that stand for others: `source, rule, field` (the fix's), `several` (whether it
    makes several values of one), `safe`, and `more` (UInt64), how many others.
    """

    findings: pl.DataFrame
    metrics: pl.DataFrame
    keys: pl.DataFrame
    folded: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=FOLDS))


class Engine:
    """The chosen rules, their options and severities, made ready once a run.

    `options`: rule code to keyword arguments of the rule. `severities`: rule code to a severity other than
    the rule's own; it then stands for every finding of the rule. `profile`: rules run one after another, and
    `seconds` says how long each took, by code; `normal forms` are what several rules share. `fixing`: findings that
    have a fix are told one by one, however many are alike, and of every entry of a list, and no record is asked for what has none.

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
        fixing: bool = False,
    ) -> None:
        self.rules = tuple(rules)
        self.fixing = fixing
        self.seconds: dict[str, float] | None = {} if profile else None
        self._severities = dict(severities or {})
        options = options or {}
        made = [(r, c) for r in self.rules for c in r.checks(**options.get(r.code, {}))]
        # Those over the whole input hang together, and leave all their keys in an index.
        made = [(r, c) for r, c in made if c.fix or c.keys or not fixing]
        self._of_reader = [(r, c) for r, c in made if "reader" in r.needs]
        self._of_records = [(r, c) for r, c in made if "reader" not in r.needs and not c.keys]
        self._of_batch = [(r, c) for r, c in made if c.keys]
        self._keys = {name: e for _, c in self._of_batch for name, e in c.keys.items()}

    def check_records(self, records: pl.DataFrame, named: Mapping[str, str] | None = None) -> Checked:
        """Judge a records frame. `named`: from `source` to the name under which metrics are counted."""
        expressions = [e for _, c in self._of_records for e in _expressions(c)]
        frame = normal_forms.add(records.lazy(), [*expressions, *self._keys.values()]).with_columns(
            record=pl.col("id")
        )
        keyed = frame.with_columns(**{f"key {name}": e for name, e in self._keys.items()})
        names = {name: pl.col(f"key {name}") for name in self._keys}
        if not self._of_records:
            # The rest is not even computed.
            keyed = keyed.select(*PLACE, *names.values())
        with self._timed("normal forms"):
            prepared = keyed.collect(engine=_engine(records))
        keys = prepared.select(*PLACE, **names)
        findings, metrics = self._apply(self._of_records, prepared, named or {})
        return Checked(findings, metrics, keys)

    def check_across(
        self,
        keys: Sequence[pl.LazyFrame],
        named: Mapping[str, str] | None = None,
        known: Sequence[pl.LazyFrame] = (),
        exchange: Exchange | None = None,
    ) -> Checked:
        """Judge the rules over the whole input, from the keys of every batch.

        `known`: keys that an index holds of earlier runs; findings are about this run's records alone.
        `exchange`: brings rows together, in place of this process.
        """
        if not keys or not self._of_batch:
            return Checked(FINDINGS.empty(), METRICS.empty(), pl.DataFrame())
        # An index holds no columns that only a run's own records need.
        schema = keys[0].collect_schema()
        marked = [
            *(completed(frame, schema).with_columns(new=pl.lit(value=False)) for frame in known),
            *(frame.with_columns(new=pl.lit(value=True)) for frame in keys),
        ]
        # Frame by frame, here and below: of one query over all, Polars begins to read hundreds of files at once.
        rows = sum(int(frame.select(pl.len()).collect().item()) for frame in marked)
        found, metrics = [], [self._looks(frame, named or {}) for frame in marked[len(known) :]]
        exchange = exchange or here(marked)
        for made in self._alike():
            for frame in _grouped([check for _, check in made], marked, rows, exchange):
                queries, counted = self._judged(made, frame, named or {})
                found += self._collected([query for _, query in queries], [code for code, _ in queries])
                metrics.append(counted.with_columns(pl.lit(0, pl.UInt64).alias("records")))
                if len(found) > 1:
                    found = [crowded(pl.concat(found))]
        if not found:
            return Checked(FINDINGS.empty(), summed(metrics), pl.DataFrame())
        told = crowded(found[0])
        return Checked(sealed(folded(told)), summed(metrics), pl.DataFrame(), folded_fixes(told))

    def _alike(self) -> list[list[tuple[Rule, Check]]]:
        """Return the checks over the whole input, those together that look at the same rows."""
        alike: dict[object, list[tuple[Rule, Check]]] = {}
        for rule, check in self._of_batch:
            alike.setdefault(_same_rows(check), []).append((rule, check))
        return list(alike.values())

    def _looks(self, keys: pl.LazyFrame, named: Mapping[str, str]) -> pl.DataFrame:
        """Return the metrics frame with the records of this run's that each rule looks at, and no more."""
        rules = {rule.code: rule for rule, _ in self._of_batch}
        looks: dict[str, list[pl.Expr]] = {code: [] for code in rules}
        for rule, check in self._of_batch:
            looks[rule.code].append(pl.col("new") if check.when is None else check.when)
        return (
            keys.group_by(pl.col("source").replace(named))
            .agg(
                pl.when(pl.any_horizontal(some)).then(1).otherwise(0).sum().cast(pl.UInt64).alias(code)
                for code, some in looks.items()
            )
            .collect(engine="in-memory")
            .unpivot(index="source", variable_name="rule", value_name="records")
            .with_columns(
                name=pl.col("rule").replace_strict({c: r.name for c, r in rules.items()}),
                severity=pl.col("rule").replace_strict({c: self.severity(r) for c, r in rules.items()}),
                **{name: pl.lit(0, pl.UInt64) for name in ("violations", "undecided", "findings")},
            )
            .select(METRICS.schema.names())
        )

    def check_defects(
        self, defects: pl.DataFrame, seen: Mapping[str, int], named: Mapping[str, str]
    ) -> Checked:
        """Turn a reader's defects into findings. `seen`: named source to the number of records that came in."""
        found, counted = [], []
        name = pl.col("source").replace(named)
        for rule, check in self._of_reader:
            mine = defects.filter(pl.col("rule") == rule.code)
            parts = mine.lazy().select(described(rule, check, self.severity(rule)))
            found.append(assembled(parts, check).collect())
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
        return Checked(findings, metrics, pl.DataFrame())

    @property
    def once_without(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """Code and field of each check whose findings a source without some columns makes once, and those columns."""
        made = (*self._of_records, *self._of_batch)
        return {(rule.code, c.field): c.grouping.absent for rule, c in made if c.grouping.absent}

    @property
    def habits(self) -> list[tuple[str, str]]:
        """Code and field of each check whose findings of one source fold where they say the same."""
        return [(rule.code, c.field) for rule, c in self._of_records if c.grouping.common]

    def severity(self, rule: Rule) -> Severity:
        """Return the severity that the rule has in this run."""
        return self._severities.get(rule.code, rule.severity)

    def _apply(
        self, made: Sequence[tuple[Rule, Check]], frame: pl.DataFrame, named: Mapping[str, str]
    ) -> tuple[pl.DataFrame, pl.DataFrame]:
        if not made:
            return FINDINGS.empty(), METRICS.empty()
        queries, metrics = self._judged(made, frame, named)
        found = self._collected([query for _, query in queries], [code for code, _ in queries])
        return (sealed(pl.concat(found)) if found else FINDINGS.empty()), metrics

    def _judged(
        self, made: Sequence[tuple[Rule, Check]], frame: pl.DataFrame, named: Mapping[str, str]
    ) -> tuple[list[tuple[str, pl.LazyFrame]], pl.DataFrame]:
        """Return code and findings of each rule that found something, and the metrics."""
        flagging = Masks(frame)
        flags = _without_repeated(made, self._flags(made, flagging))
        metrics = self._count(made, flags, frame["source"].replace(named))
        found = [
            (rule.code, self._described(flagging, rule, check, flag.violating, named))
            for (rule, check), flag in zip(made, flags, strict=True)
            if flag.violating.len()
        ]
        return found, metrics

    def _flags(self, made: Sequence[tuple[Rule, Check]], flagging: Masks) -> list[Flags]:
        if self.seconds is None:
            return flagging.flags([check for _, check in made])
        flags = []
        for rule, check in made:
            with self._timed(rule.code):
                flags += flagging.flags([check])
        return flags

    def _collected(self, queries: list[pl.LazyFrame], codes: list[str]) -> list[pl.DataFrame]:
        if self.seconds is None:
            return pl.collect_all(queries, engine="in-memory")
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

    def _crowd(self, check: Check, named: Mapping[str, str]) -> pl.Expr:
        """String: the same for findings of a rule of which one can stand for many."""
        if check.grouping.alike is None or (check.fix and self.fixing):
            return pl.lit(None, pl.String)
        said, other = check.grouping.alike
        return pl.format("{}\x1f{}\x1f{}", pl.col("source").replace(named), other.replace(named), said)

    def _described(
        self, flagging: Masks, rule: Rule, check: Check, rows: pl.Series, named: Mapping[str, str]
    ) -> pl.LazyFrame:
        columns = described(rule, check, self.severity(rule))
        if check.keys:
            columns += [self._crowd(check, named).alias("crowd"), pl.lit(1, pl.UInt32).alias("alike")]
        found = assembled(flagging.only(check, columns, rows), check)
        if check.scan.every_entry and self.fixing:
            found = list_entries.with_each(found, flagging.frame, check, rows, columns)
        chosen = self._severities.get(rule.code)
        return found.with_columns(severity=pl.lit(chosen)) if chosen else found

    def _count(
        self, made: Sequence[tuple[Rule, Check]], flags: Sequence[Flags], source: pl.Series
    ) -> pl.DataFrame:
        """Return the metrics frame: each rule's checks folded into one row a source."""
        rules: dict[str, tuple[Rule, list[Flags]]] = {}
        for (rule, _), flag in zip(made, flags, strict=True):
            rules.setdefault(rule.code, (rule, []))[1].append(flag)
        where = dict.fromkeys(source.unique())
        if len(where) > 1:
            where = {name: source == name for name in where}
        rows = [
            (name, rule.code, rule.name, self.severity(rule), *counts(group, mask, source.len()))
            for name, mask in where.items()
            for rule, group in rules.values()
        ]
        return pl.DataFrame(rows, schema=METRICS.schema, orient="row").sort("source", "rule")


def _grouped(
    checks: Sequence[Check], keys: Sequence[pl.LazyFrame], rows: int, exchange: Exchange
) -> Iterable[pl.DataFrame]:
    """Return the frames that checks alike are judged over, those without rows left out."""
    across = checks[0].across
    assert across is not None
    names = list(dict.fromkeys([*PLACE, "new", *(name for check in checks for name in check.keys)]))
    if across.frames:
        frames = across.frames(exchange, rows, names)
    elif across.group_by:
        frames = groups(exchange, rows, names, across.group_by, across.min_rows)
    else:
        frames = [pl.concat([frame.select(names) for frame in keys]).collect()]
    return (with_derived(frame.lazy(), checks).collect() for frame in frames if frame.height)


def _same_rows(check: Check) -> object:
    """Return what is equal for checks that look at the same rows."""
    assert check.across is not None
    return check.across.frames or (check.across.group_by, check.across.min_rows)


def _without_repeated(made: Sequence[tuple[Rule, Check]], flags: Sequence[Flags]) -> list[Flags]:
    """Return the flags without those records that a rule which goes before the check's own tells."""
    kept = []
    for (_, check), flag in zip(made, flags, strict=True):
        before = [
            f.violating
            for (rule, _), f in zip(made, flags, strict=True)
            if check.across and rule.code in check.across.yields_to
        ]
        told = pl.concat(before).unique() if before else None
        kept.append(
            flag
            if told is None or not told.len()
            else replace(flag, violating=flag.violating.filter(~flag.violating.is_in(told.implode())))
        )
    return kept


def _engine(frame: pl.DataFrame) -> Literal["streaming", "in-memory"]:
    """Return Polars' engine for a frame: streaming uses every core, but takes 0.1 s to set itself up."""
    return "streaming" if frame.height > SMALL else "in-memory"


def _expressions(check: Check) -> list[pl.Expr]:
    fix = check.fix
    parts = [
        *(check.violates, check.value, check.undecided, check.when, check.severity),
        check.scan.prefilter if isinstance(check.scan.prefilter, pl.Expr) else None,
        check.message if isinstance(check.message, pl.Expr) else None,
        *check.evidence.values(),
        *(e for step in check.scan.steps for e in step.values()),
        *((fix.value, fix.safe if isinstance(fix.safe, pl.Expr) else None) if fix else ()),
    ]
    return [e for e in parts if e is not None]
