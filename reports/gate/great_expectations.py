"""The verdict on a batch: thresholds as a Great Expectations suite over the metrics and completeness tables.

Great Expectations never sees a record: it judges counts a source and rule. It takes seconds to import, so it is
loaded only here, when there are thresholds.
"""

from __future__ import annotations

import json
import os
import warnings
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

import polars as pl

from scholint.checks import catalogue
from scholint.reports.gate.thresholds import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from scholint.reports.gate.thresholds import Threshold

SUITE = "scholint gate"
_SEVERITY = {"error": "critical", "warning": "warning", "info": "info"}
_COLUMN = {"max_share": "share", "max_count": "violations", "min_share": "share"}


def judge(
    thresholds: Sequence[Threshold],
    metrics: pl.DataFrame,
    completeness: pl.DataFrame,
    suite_file: Path | None = None,
) -> Verdict:
    """Judge a batch.

    `metrics`: by the contract METRICS. `completeness`: source, column: String, records, filled: UInt64.
    `suite_file`: where the suite is saved as JSON, and beside it, as CSV, the table that it judged.

    Raises:
        OSError: the suite cannot be written.

    """
    table = pl.concat([_rows(i, t, metrics, completeness) for i, t in enumerate(thresholds)])
    demands = [
        (i, limit) for i, t in enumerate(thresholds) for limit in _COLUMN if getattr(t, limit) is not None
    ]
    decided = table.filter(pl.col("records") >= pl.col("minimum"))
    results = _run(thresholds, demands, decided, suite_file)
    told = [
        _told(t, limit, decided.filter(pl.col("threshold") == i), results[n])
        for n, (i, limit) in enumerate(demands)
        for t in [thresholds[i]]
    ]
    passed = all(t["passed"] is not False or t["severity"] != "error" for t in told)
    return Verdict(passed, told)


def _rows(i: int, threshold: Threshold, metrics: pl.DataFrame, completeness: pl.DataFrame) -> pl.DataFrame:
    """Return one row a source that the threshold means: threshold, source, rule, records, violations, share."""
    if threshold.completeness:
        counted = completeness.filter(pl.col("column") == threshold.completeness).select(
            "source",
            "records",
            violations=pl.col("records") - pl.col("filled"),
            share=pl.col("filled") / pl.col("records"),
        )
    else:
        codes = [rule.code for rule in catalogue.matching(str(threshold.rule))]
        mine = metrics.filter(pl.col("rule").is_in(codes)).group_by("source")
        # Of a family, the records that the most general rule looked at, and the most violated rule's share.
        share = (pl.col("violations") / pl.col("records")).fill_nan(0).max()
        counted = mine.agg(pl.col("records").max(), pl.col("violations").max(), share=share).sort("source")
    means = [fnmatchcase(source, threshold.source) for source in counted["source"]]
    return counted.filter(pl.Series(means, dtype=pl.Boolean)).select(
        threshold=pl.lit(i),
        source="source",
        rule=pl.lit(threshold.rule or f"completeness of {threshold.completeness}"),
        records=pl.col("records").cast(pl.Int64),
        violations=pl.col("violations").cast(pl.Int64),
        share=pl.col("share").cast(pl.Float64),
        minimum=pl.lit(threshold.minimum),
    )


def _run(
    thresholds: Sequence[Threshold],
    demands: Sequence[tuple[int, str]],
    table: pl.DataFrame,
    suite_file: Path | None,
) -> list[dict[str, Any]]:
    """Run the suite as a checkpoint, and return each expectation's result in the order of the demands."""
    os.environ.setdefault("TQDM_DISABLE", "1")
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of Great Expectations and pandas, about each other
        import great_expectations as gx  # noqa: PLC0415 - seconds, and only where thresholds are set
        import pandas  # noqa: PLC0415, ICN001 - comes with it
        from great_expectations.data_context.types.base import ProgressBarsConfig  # noqa: PLC0415

        context = gx.get_context(mode="ephemeral")
        context.variables.progress_bars = ProgressBarsConfig(globally=False)
        suite = context.suites.add(gx.ExpectationSuite(name=SUITE))
        for n, (i, limit) in enumerate(demands):
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
            found[_demand(result)] = shown
    return [found[n] for n in range(len(demands))]


def _demand(result: Any) -> int:
    return int(result.expectation_config.meta["demand"])


def _expectation(gx: Any, threshold: Threshold, i: int, limit: str, n: int) -> Any:
    value = getattr(threshold, limit)
    bound = {"min_value": value} if limit == "min_share" else {"max_value": value}
    return gx.expectations.ExpectColumnValuesToBeBetween(
        column=_COLUMN[limit],
        row_condition=f"threshold=={i}",
        condition_parser="pandas",
        severity=_SEVERITY[threshold.severity],
        meta={"demand": n, "threshold": threshold.name, "minimum": threshold.minimum},
        **bound,
    )


def _told(threshold: Threshold, limit: str, rows: pl.DataFrame, result: Mapping[str, Any]) -> dict[str, Any]:
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
