"""Metrics: how many records each rule looked at, flagged and left undecided."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scholint.checks.contract import METRICS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scholint.checks.engine.masks import Flags
    from scholint.checks.rule import Rule, RuleCheck, Severity


def summed(metrics: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Return one metrics frame with one row per source and rule. Its counts are the sums of all frames."""
    return (
        pl.concat([METRICS.empty(), *metrics])
        .group_by("source", "rule", "name", "severity")
        .agg(pl.col("records", "violations", "undecided", "findings").sum())
        .select(METRICS.schema.names())
        .sort("source", "rule")
    )


def count_flags(
    rule_checks: Sequence[RuleCheck],
    flags: Sequence[Flags],
    source: pl.Series,
    severities: Mapping[str, Severity],
) -> pl.DataFrame:
    """Return the metrics frame of checked records, one row per source and rule. A row counts all checks of the rule.

    `flags`: one per check. `source`: String, the name under which each record is counted. `severities`: by rule code.
    """
    by_rule: dict[str, tuple[Rule, list[Flags]]] = {}
    for (rule, _), flag in zip(rule_checks, flags, strict=True):
        by_rule.setdefault(rule.code, (rule, []))[1].append(flag)
    names = source.unique()
    # Nearly all batches have only one source, and then no mask is needed.
    masks = {name: source == name if len(names) > 1 else None for name in names}
    rows = [
        (name, rule.code, rule.name, severities[rule.code], *_counts(of_rule, mask, source.len()))
        for name, mask in masks.items()
        for rule, of_rule in by_rule.values()
    ]
    return pl.DataFrame(rows, schema=METRICS.schema, orient="row").sort("source", "rule")


def _counts(of_rule: Sequence[Flags], mask: pl.Series | None, height: int) -> tuple[int, int, int, int]:
    """Return four numbers: the records that a rule's checks look at, flag and leave undecided, and the rule's findings.

    They cover the `height` rows of a frame, or only the rows that `mask` (Boolean) selects.
    """
    flagged = [_selected(flags.violating, mask) for flags in of_rule]
    # A record that two checks of one rule flag is one violation, but two findings.
    violating = flagged[0] if len(flagged) == 1 else pl.concat(flagged).unique()
    undecided = pl.concat([_selected(flags.undecided, mask) for flags in of_rule]).unique()
    # A record that one check of the rule flags is not undecided, even if another check is.
    open_ = int((~undecided.is_in(violating.implode())).sum()) if undecided.len() else 0
    return _applicable(of_rule, mask, height), violating.len(), open_, sum(rows.len() for rows in flagged)


def _applicable(of_rule: Sequence[Flags], mask: pl.Series | None, height: int) -> int:
    """Return the number of records to which at least one check applies."""
    applies = [flags.applies for flags in of_rule if flags.applies is not None]
    if len(applies) < len(of_rule):
        return height if mask is None else int(mask.sum())
    applies_any = applies[0]
    for other in applies[1:]:
        applies_any = applies_any | other
    return int((applies_any if mask is None else applies_any & mask).sum())


def _selected(rows: pl.Series, mask: pl.Series | None) -> pl.Series:
    return rows if mask is None or not rows.len() else rows.filter(mask.gather(rows))


def count_applicable(
    rule_checks: Sequence[RuleCheck],
    keys: pl.LazyFrame,
    source_names: Mapping[str, str],
    severities: Mapping[str, Severity],
) -> pl.DataFrame:
    """Return the metrics frame of whole-input rules, with only `records` filled: the records of this run that each looks at.

    `keys`: rows with `source`, `new` and the key columns. The other counts are zero here, and are added when the rules run.
    """
    rules = {rule.code: rule for rule, _ in rule_checks}
    applies: dict[str, list[pl.Expr]] = {code: [] for code in rules}
    for rule, check in rule_checks:
        applies[rule.code].append(pl.col("new") if check.when is None else check.when)
    return (
        keys.group_by(pl.col("source").replace(source_names))
        .agg(
            pl.when(pl.any_horizontal(conditions)).then(1).otherwise(0).sum().cast(pl.UInt64).alias(code)
            for code, conditions in applies.items()
        )
        .collect(engine="in-memory")
        .unpivot(index="source", variable_name="rule", value_name="records")
        .with_columns(
            name=pl.col("rule").replace_strict({code: rule.name for code, rule in rules.items()}),
            severity=pl.col("rule").replace_strict({code: severities[code] for code in rules}),
            **{name: pl.lit(0, pl.UInt64) for name in ("violations", "undecided", "findings")},
        )
        .select(METRICS.schema.names())
    )
