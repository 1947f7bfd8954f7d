"""The rules as pandera checks, for users who validate their own frames with pandera.

Each check uses the same expressions as the engine, and a test checks that both flag the same records. This module imports
pandera; `scholint check` does not import this module.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandera.polars as pa
import polars as pl

from scholint.checks import catalogue, exchange, normal_forms
from scholint.checks.contract import PLACE, RECORDS
from scholint.checks.engine.findings import violating
from scholint.checks.engine.masks import with_steps

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scholint.checks.rule import Check, Rule


def schema(
    rules: Sequence[Rule] | None = None, options: Mapping[str, Mapping[str, Any]] | None = None
) -> pa.DataFrameSchema:
    """Return the records contract with a check for each rule (by default, each rule that is on).

    The checks are on the column `id`, so that pandera's `failure_case` is the id of the record. The `name` of a check is the
    code of its rule; its `error` has code, name and field. Rules that need the reader have no check, because they flag
    defects that are not rows of the frame.
    """
    chosen = catalogue.select() if rules is None else rules
    checks = [
        _as_pandera(rule, check)
        for rule in chosen
        if "reader" not in rule.needs
        for check in rule.checks(**(options or {}).get(rule.code, {}))
    ]
    columns = {
        name: pa.Column(column.dtype, checks if name == "id" else None, nullable=True)
        for name, column in RECORDS.columns.items()
    }
    return pa.DataFrameSchema(columns, strict=True)


def _as_pandera(rule: Rule, check: Check) -> pa.Check:
    flagged = violating(check)

    def conforms(data: pa.PolarsData) -> pl.LazyFrame:
        own = [e for step in check.scan.steps for e in step.values()]
        expressions = [flagged, *own] if not check.keys else list(check.keys.values())
        frame = normal_forms.add(data.lazyframe, expressions).with_columns(record=pl.col("id"))
        if not check.keys:
            return with_steps(frame, [check]).select(~flagged)
        frame = frame.select(*PLACE, pl.lit(value=True).alias("new"), **check.keys)
        if not (check.across and check.across.frames):
            return with_steps(frame, [check]).select(~flagged)
        rows = frame.collect()
        frames = check.across.frames(exchange.local_exchange([rows.lazy()]), rows.height, rows.columns)
        places = [
            with_steps(frame.lazy(), [check]).collect().filter(flagged).select("source", "line")
            for frame in frames
        ]
        found = pl.concat([rows.select("source", "line").clear(), *places]).unique()
        kept = rows.lazy().join(
            found.lazy().with_columns(bad=pl.lit(value=True)),
            on=["source", "line"],
            how="left",
            maintain_order="left",
        )
        return kept.select(pl.col("bad").is_null())

    return pa.Check(conforms, name=rule.code, error=f"{rule.code} {rule.name} ({check.field})")
