"""Turn defects, which the reader could not read as records, into findings and metrics of the REC rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scholint.checks.contract import FINDINGS, METRICS
from scholint.checks.engine.findings import assembled, described, sealed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scholint.checks.rule import Rule, RuleCheck, Severity


def check_defects(
    rule_checks: Sequence[RuleCheck],
    defects: pl.DataFrame,
    records_by_source: Mapping[str, int],
    source_names: Mapping[str, str],
    severities: Mapping[str, Severity],
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the findings and the metrics of a defects frame.

    `records_by_source`: source name to the number of its records. `source_names`: `source` to source name.
    `severities`: by rule code.
    """
    findings, metrics = [], []
    for rule, check in rule_checks:
        own = defects.filter(pl.col("rule") == rule.code)
        parts = own.lazy().select(described(rule, check, severities[rule.code]))
        findings.append(assembled(parts, check).collect())
        metrics.append(_counted(rule, severities[rule.code], own, records_by_source, source_names))
    return (
        sealed(pl.concat(findings)) if findings else FINDINGS.empty(),
        pl.concat([METRICS.empty(), *metrics]).sort("source", "rule"),
    )


def _counted(
    rule: Rule,
    severity: Severity,
    defects: pl.DataFrame,
    records_by_source: Mapping[str, int],
    source_names: Mapping[str, str],
) -> pl.DataFrame:
    """Return the rule's metrics, with one row per source name, even if a source has no defect."""
    sources = pl.DataFrame(
        {"source": list(records_by_source), "records": list(records_by_source.values())},
        {"source": pl.String, "records": pl.UInt64},
    )
    counts = defects.group_by(pl.col("source").replace(source_names).alias("source")).agg(
        pl.col("records").sum().alias("violations"), pl.len().alias("findings")
    )
    violations, findings = pl.col("violations").fill_null(0), pl.col("findings").fill_null(0)
    return sources.join(counts, on="source", how="left").select(
        "source",
        rule=pl.lit(rule.code),
        name=pl.lit(rule.name),
        severity=pl.lit(severity),
        records="records",
        # A defect may be about no complete record (an interrupted stream), or about several.
        violations=pl.min_horizontal(violations, "records").cast(pl.UInt64),
        undecided=pl.lit(0, pl.UInt64),
        findings=pl.max_horizontal(findings, violations).cast(pl.UInt64),
    )
