"""The engine: applies all rules to a batch of records, with as few scans of the frame as possible.

A batch is checked in three steps: compute the normal forms that the rules use, evaluate the condition of every rule
(`engine.masks`), and build the findings of the rules that flagged something. Whole-input rules only add key columns in these
steps. They are evaluated over the key columns after the last batch was read.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from scholint.checks import normal_forms
from scholint.checks.contract import FINDINGS, METRICS, PLACE
from scholint.checks.engine import defects as reader_defects
from scholint.checks.engine import list_entries
from scholint.checks.engine.across import by_frames, frames_of, without_repeated
from scholint.checks.engine.findings import assembled, described, sealed
from scholint.checks.engine.folding import alike
from scholint.checks.engine.masks import Flags, Masks
from scholint.checks.engine.metrics import count_applicable, count_flags, summed
from scholint.checks.exchange import completed, local_exchange

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scholint.checks.exchange import Exchange
    from scholint.checks.rule import Check, Rule, RuleCheck, Severity

SMALL = 5_000
"""For at most this many records, Polars' in-memory engine is faster than its streaming engine."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The engine's result for a frame.

    `findings`, `metrics`: frames by their contracts. `keys`: source, line, record and the key columns, one row per record.
    `folded_fixes`: see `folding.alike.folded_fixes`.
    """

    findings: pl.DataFrame
    metrics: pl.DataFrame
    keys: pl.DataFrame = field(default_factory=pl.DataFrame)
    folded_fixes: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=alike.FIX_COUNTS))


class Engine:
    """The selected rules with their options and severities, prepared once per run.

    `options`: rule code to keyword arguments of the rule. `severities`: rule code to the severity for all its findings, in
    place of the rule's own. `profile`: run the rules one after another, and store the time that each took in `seconds`, by
    code; `normal forms` is the time for values that several rules use. `fixing`: skip checks without a fix, never fold findings
    with a fix, and return a finding for every wrong entry of a list.

    Raises:
        TypeError: a rule does not have one of its options.

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
        self._overrides = dict(severities or {})
        self._severities = {rule.code: self.severity(rule) for rule in self.rules}
        options = options or {}
        checks = [(rule, check) for rule in self.rules for check in rule.checks(**options.get(rule.code, {}))]
        # Whole-input checks stay even without a fix: they depend on one another, and an index needs all their keys.
        checks = [(rule, check) for rule, check in checks if check.fix or check.keys or not fixing]
        self._of_reader = [(rule, check) for rule, check in checks if "reader" in rule.needs]
        self._of_records = [(r, c) for r, c in checks if "reader" not in r.needs and not c.keys]
        self._of_input = [(rule, check) for rule, check in checks if check.keys]
        self._keys = {name: key for _, check in self._of_input for name, key in check.keys.items()}

    def check_records(self, records: pl.DataFrame, source_names: Mapping[str, str] | None = None) -> Checked:
        """Check a records frame. `source_names`: `source` to the name under which the records of that source are counted."""
        expressions = [e for _, check in self._of_records for e in _expressions(check)]
        frame = normal_forms.add(records.lazy(), [*expressions, *self._keys.values()]).with_columns(
            record=pl.col("id")
        )
        # A key may have the same name as a normal form, hence the prefix.
        keyed = frame.with_columns(**{f"key {name}": key for name, key in self._keys.items()})
        names = {name: pl.col(f"key {name}") for name in self._keys}
        if not self._of_records:
            # The selection saves Polars from computing the other columns.
            keyed = keyed.select(*PLACE, *names.values())
        with self._timed("normal forms"):
            prepared = keyed.collect(engine=_engine(records))
        keys = prepared.select(*PLACE, **names)
        if not self._of_records:
            return Checked(FINDINGS.empty(), METRICS.empty(), keys)
        queries, metrics = self._evaluate(self._of_records, prepared, source_names or {})
        found = self._collect(queries)
        return Checked(sealed(pl.concat(found)) if found else FINDINGS.empty(), metrics, keys)

    def check_across(
        self,
        keys: Sequence[pl.LazyFrame],
        source_names: Mapping[str, str] | None = None,
        known: Sequence[pl.LazyFrame] = (),
        exchange: Exchange | None = None,
    ) -> Checked:
        """Evaluate the whole-input rules over the keys of all batches.

        `known`: the keys of earlier runs, from an index. Findings are only about records of this run. `exchange`: groups
        rows by key; by default, this process does it.
        """
        if not keys or not self._of_input:
            return Checked(FINDINGS.empty(), METRICS.empty())
        source_names = source_names or {}
        # An index does not have the columns that only the run's own records need.
        schema = keys[0].collect_schema()
        marked = [
            *(completed(frame, schema).with_columns(new=pl.lit(value=False)) for frame in known),
            *(frame.with_columns(new=pl.lit(value=True)) for frame in keys),
        ]
        # One frame at a time, here and below: with one query over all frames, Polars reads hundreds of files at once.
        rows = sum(int(frame.select(pl.len()).collect().item()) for frame in marked)
        metrics = [
            count_applicable(self._of_input, frame, source_names, self._severities)
            for frame in marked[len(known) :]
        ]
        found: list[pl.DataFrame] = []
        exchange = exchange or local_exchange(marked)
        for checks in by_frames(self._of_input):
            for frame in frames_of([check for _, check in checks], marked, rows, exchange):
                queries, counted = self._evaluate(checks, frame, source_names)
                found += self._collect(queries)
                # The records were counted above, because a group may have only some of them.
                metrics.append(counted.with_columns(pl.lit(0, pl.UInt64).alias("records")))
                # Folded after each frame, because the findings of copies between two large sources would not fit into memory.
                if len(found) > 1:
                    found = [alike.keep_first(pl.concat(found))]
        if not found:
            return Checked(FINDINGS.empty(), summed(metrics))
        folded = alike.keep_first(found[0])
        return Checked(sealed(alike.apply(folded)), summed(metrics), folded_fixes=alike.folded_fixes(folded))

    def check_defects(
        self, defects: pl.DataFrame, records_by_source: Mapping[str, int], source_names: Mapping[str, str]
    ) -> Checked:
        """Return a reader's defects as findings. `records_by_source`: source name to the number of its records."""
        return Checked(
            *reader_defects.check_defects(
                self._of_reader, defects, records_by_source, source_names, self._severities
            )
        )

    @property
    def absent(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """Code and field of each check whose findings are folded if a source lacks some columns, with these columns."""
        checks = (*self._of_records, *self._of_input)
        return {(rule.code, c.field): c.folding.absent for rule, c in checks if c.folding.absent}

    @property
    def common(self) -> list[tuple[str, str]]:
        """Code and field of each check whose findings are folded if most records of a source have the same problem."""
        return [(rule.code, check.field) for rule, check in self._of_records if check.folding.common]

    def severity(self, rule: Rule) -> Severity:
        """Return the severity of the rule in this run."""
        return self._overrides.get(rule.code, rule.severity)

    def _evaluate(
        self, checks: Sequence[RuleCheck], frame: pl.DataFrame, source_names: Mapping[str, str]
    ) -> tuple[list[tuple[str, pl.LazyFrame]], pl.DataFrame]:
        """Return two values: code and findings of each check that flagged something, and the metrics."""
        masks = Masks(frame)
        flags = without_repeated(checks, self._flags(checks, masks))
        metrics = count_flags(checks, flags, frame["source"].replace(source_names), self._severities)
        queries = [
            (rule.code, self._findings(masks, rule, check, flag.violating, source_names))
            for (rule, check), flag in zip(checks, flags, strict=True)
            if flag.violating.len()
        ]
        return queries, metrics

    def _flags(self, checks: Sequence[RuleCheck], masks: Masks) -> list[Flags]:
        if self.seconds is None:
            return masks.flags([check for _, check in checks])
        flags = []
        for rule, check in checks:
            with self._timed(rule.code):
                flags += masks.flags([check])
        return flags

    def _collect(self, queries: Sequence[tuple[str, pl.LazyFrame]]) -> list[pl.DataFrame]:
        if self.seconds is None:
            return pl.collect_all([query for _, query in queries], engine="in-memory")
        found = []
        for code, query in queries:
            with self._timed(code):
                found.append(query.collect())
        return found

    @contextmanager
    def _timed(self, name: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        if self.seconds is not None:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - began

    def _findings(
        self, masks: Masks, rule: Rule, check: Check, rows: pl.Series, source_names: Mapping[str, str]
    ) -> pl.LazyFrame:
        """Return the check's findings for these rows, as `assembled` returns them."""
        columns = described(rule, check, self._severities[rule.code])
        if check.keys:
            columns += [
                self._cause(check, source_names).alias("cause"),
                pl.lit(1, pl.UInt32).alias("represents"),
            ]
        found = assembled(masks.columns_of(check, columns, rows), check)
        if check.scan.every_entry and self.fixing:
            found = list_entries.with_every_entry(found, masks.frame, check, rows, columns)
        # The user's severity also replaces a severity that the check sets for some findings.
        override = self._overrides.get(rule.code)
        return found.with_columns(severity=pl.lit(override)) if override else found

    def _cause(self, check: Check, source_names: Mapping[str, str]) -> pl.Expr:
        """String: equal for findings of a rule that one finding can represent; null for a finding that is never folded."""
        if check.folding.alike is None or (check.fix and self.fixing):
            return pl.lit(None, pl.String)
        relation, other = check.folding.alike
        # The names of both sources are used, so that a folder of files is folded as one source.
        return pl.format(
            "{}\x1f{}\x1f{}", pl.col("source").replace(source_names), other.replace(source_names), relation
        )


def _engine(frame: pl.DataFrame) -> Literal["streaming", "in-memory"]:
    """Return the Polars engine for a frame. Streaming uses every core, but takes 0.1 s to start."""
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
