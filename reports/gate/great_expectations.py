"""Thresholds, checked by a Great Expectations suite over the tables of metrics and completeness.

Great Expectations never sees a record. It compares counts per source and rule with the limits. Its import takes
seconds, so only this module imports it, and only if thresholds are set.
"""

from __future__ import annotations

import json
import os
import warnings
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

import polars as pl

from scholint.checks import catalogue
from scholint.reports.gate.thresholds import ThresholdsOutcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from scholint.reports.gate.thresholds import Threshold

SUITE = "scholint gate"
_SEVERITY = {"error": "critical", "warning": "warning", "info": "info"}
_LIMIT = "limit"
"""The key in an expectation's metadata whose value is the position of its limit among all limits."""
_COLUMN = {"max_share": "share", "max_count": "violations", "min_share": "share"}


def check_thresholds(
    thresholds: Sequence[Threshold],
    metrics: pl.DataFrame,
    completeness: pl.DataFrame,
    suite_file: Path | None = None,
) -> ThresholdsOutcome:
    """Check all thresholds, and return one outcome per limit. A threshold has one or two limits.

    `metrics`: a frame by the contract METRICS. `completeness`: a frame with `source` and `column` (String), and
    `records` and `filled` (UInt64). `suite_file`: the suite is saved to this file as JSON. The table that it checks is
    saved as CSV in the same directory.

    Raises:
        OSError: The suite or its table cannot be written.

    """
    table = pl.concat([_rows(i, t, metrics, completeness) for i, t in enumerate(thresholds)])
    limits = [
        (i, limit) for i, t in enumerate(thresholds) for limit in _COLUMN if getattr(t, limit) is not None
    ]
    # A source with few records is undecided, because a share of few records proves nothing.
    decided = table.filter(pl.col("records") >= pl.col("minimum"))
    results = _run(thresholds, limits, decided, suite_file)
    outcomes = [
        _outcome(thresholds[i], limit, decided.filter(pl.col("threshold") == i), result)
        for (i, limit), result in zip(limits, results, strict=True)
    ]
    passed = all(each["passed"] is not False or each["severity"] != "error" for each in outcomes)
    return ThresholdsOutcome(passed, outcomes)


def _rows(i: int, threshold: Threshold, metrics: pl.DataFrame, completeness: pl.DataFrame) -> pl.DataFrame:
    """Return one row for each source that the threshold applies to.

    Columns: `threshold` (Int32), `source` and `rule` (String), `records`, `violations` (Int64), `share` (Float64), and
    `minimum` (Int32).
    """
    if threshold.completeness:
        counted = completeness.filter(pl.col("column") == threshold.completeness).select(
            "source",
            "records",
            violations=pl.col("records") - pl.col("filled"),
            share=pl.col("filled") / pl.col("records"),
        )
    else:
        codes = [rule.code for rule in catalogue.matching(str(threshold.rule))]
        of_rules = metrics.filter(pl.col("rule").is_in(codes)).group_by("source")
        # For a family: the records of the rule that checked most, and the share of the rule that is violated most.
        share = (pl.col("violations") / pl.col("records")).fill_nan(0).max()
        counted = of_rules.agg(pl.col("records").max(), pl.col("violations").max(), share=share).sort(
            "source"
        )
    matches = [fnmatchcase(source, threshold.source) for source in counted["source"]]
    return counted.filter(pl.Series(matches, dtype=pl.Boolean)).select(
        threshold=pl.lit(i),
        source="source",
        rule=pl.lit(threshold.rule or f"completeness: {threshold.completeness}"),
        records=pl.col("records").cast(pl.Int64),
        violations=pl.col("violations").cast(pl.Int64),
        share=pl.col("share").cast(pl.Float64),
        minimum=pl.lit(threshold.minimum),
    )


def _run(
    thresholds: Sequence[Threshold],
    limits: Sequence[tuple[int, str]],
    table: pl.DataFrame,
    suite_file: Path | None,
) -> list[dict[str, Any]]:
    """Run the suite as a checkpoint. Return the results of the expectations, in the order of the limits."""
    os.environ.setdefault("TQDM_DISABLE", "1")
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Great Expectations and pandas warn about each other
        import great_expectations as gx  # noqa: PLC0415 - takes seconds, needed only if thresholds are set
        import pandas  # noqa: PLC0415, ICN001 - installed with Great Expectations
        from great_expectations.data_context.types.base import ProgressBarsConfig  # noqa: PLC0415

        context = gx.get_context(mode="ephemeral")
        context.variables.progress_bars = ProgressBarsConfig(globally=False)
        suite = context.suites.add(gx.ExpectationSuite(name=SUITE))
        for n, (i, limit) in enumerate(limits):
            suite.add_expectation(_expectation(gx, thresholds[i], i, limit, n))
        if suite_file is not None:
            suite_file.write_text(json.dumps(suite.to_json_dict(), indent=2) + "\n", "utf-8")
            table.write_csv(suite_file.with_suffix(".csv"))
        asset = context.data_sources.add_pandas("scholint").add_dataframe_asset("metrics")
        batch = asset.add_batch_definition_whole_dataframe("whole")
        validation = context.validation_definitions.add(
            gx.ValidationDefinition(name=SUITE, data=batch, suite=suite)
        )
        checkpoint = context.checkpoints.add(
            gx.Checkpoint(
                name=SUITE,
                validation_definitions=[validation],
                result_format={
                    "result_format": "COMPLETE",
                    "unexpected_index_column_names": ["source", "rule"],
                },
            )
        )
        frame = pandas.DataFrame(table.to_dict(as_series=False))
        outcome = checkpoint.run(batch_parameters={"dataframe": frame})
    found: dict[int, dict[str, Any]] = {}
    for validated in outcome.run_results.values():
        for result in validated.results:
            shown: dict[str, Any] = dict(result.to_json_dict())
            found[_number(result)] = shown
    return [found[n] for n in range(len(limits))]


def _number(result: Any) -> int:
    return int(result.expectation_config.meta[_LIMIT])


def _expectation(gx: Any, threshold: Threshold, i: int, limit: str, n: int) -> Any:
    value = getattr(threshold, limit)
    bound = {"min_value": value} if limit == "min_share" else {"max_value": value}
    return gx.expectations.ExpectColumnValuesToBeBetween(
        column=_COLUMN[limit],
        row_condition=f"threshold=={i}",
        condition_parser="pandas",
        severity=_SEVERITY[threshold.severity],
        meta={_LIMIT: n, "threshold": threshold.name, "minimum": threshold.minimum},
        **bound,
    )


def _outcome(
    threshold: Threshold, limit: str, rows: pl.DataFrame, result: Mapping[str, Any]
) -> dict[str, Any]:
    failed = result["result"].get("unexpected_index_list") or []
    values: list[float] = rows[_COLUMN[limit]].to_list()
    observed = (min if limit == "min_share" else max)(values, default=None)
    return {
        "name": threshold.name,
        "severity": threshold.severity,
        "passed": bool(result["success"]) if rows.height else None,
        "observed": None if observed is None else round(observed, 6),
        "limit": getattr(threshold, limit),
        "where": [{"source": place["source"], "rule": place["rule"]} for place in failed],
    }
