"""What a source does in most of its records, or writes again and again: one fact, told once and not at every record.

A source that writes all its journals in capitals has one habit; and a journal's ISSN without its hyphen is one mistake,
however many of the journal's papers carry it. Like `absence`, this folds the findings that were made meanwhile, of the
checks that ask for it; metrics still count them all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scholint.checks.contract import FINDINGS
from scholint.checks.engine.folding.absent import LEAST

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

SHARE = 0.8
"""From this share of the records that fill the field on, what they have in common is a habit of their source."""

_EXAMPLES = 3
_CHECK = ["source", "rule", "field", "severity"]
_KEY = [*_CHECK, "message"]
_VARYING = r"`[^`]*`|\d+"


class Habits:
    """The findings that stand for others of their source.

    `known`: a row a source, `source` and for each field how many records fill it, as `absence.summed` gives it.
    `asked`: code and field of each check whose findings fold so. `findings`: frames by the contract FINDINGS, all of the
    run. `fixing`: those with a fix are told one by one.
    """

    def __init__(
        self,
        known: pl.DataFrame,
        asked: Collection[tuple[str, str]],
        findings: Iterable[pl.DataFrame],
        *,
        fixing: bool = False,
    ) -> None:
        made = pl.DataFrame(list(asked), {"rule": pl.String, "field": pl.String}, orient="row")
        self._spared = pl.col("fix").is_not_null() & fixing
        counted = [
            frame.filter(~self._spared)
            .join(made, on=["rule", "field"], how="semi")
            .group_by(_KEY)
            .agg(alike=pl.len(), line=pl.col("line").min(), value=pl.col("value").first())
            for frame in (findings if asked else ())
        ]
        found = [frame for frame in counted if frame.height]
        self._heads = _heads(pl.concat(found), known) if found else pl.DataFrame()

    def told(self, findings: pl.DataFrame) -> pl.DataFrame:
        """Return the findings frame with one in place of those that tell of the same habit, or the same value."""
        if self._heads.is_empty():
            return findings
        alone = pl.col("first").is_null() | self._spared
        return (
            findings.join(self._heads, on=_KEY, how="left", maintain_order="left")
            .filter(alone | (pl.col("line") == pl.col("first")))
            .with_columns(message=pl.when(alone).then("message").otherwise("said"))
            .select(FINDINGS.schema.names())
        )


def _heads(counted: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Return `_KEY` of the findings that fold, the `first` line of those that one stands for, and what is `said` there."""
    fields = [name for name in counted["field"].unique().sort() if name in known.columns]
    fills = known.unpivot(fields, index="source", variable_name="field", value_name="of")
    # Two messages that differ in what they quote and count alone say the same.
    way = pl.col("message").str.replace_all(_VARYING, "`")
    group = [*_CHECK, "way"]
    values = pl.format("`{}`", pl.col("value").unique(maintain_order=True).head(_EXAMPLES))
    shown = pl.when(pl.len() > 1).then(pl.format(" ({})", values.str.join(", "))).otherwise(pl.lit(""))
    each = (
        counted.group_by(_KEY)
        .agg(pl.col("alike").sum().cast(pl.Int64), pl.col("line", "value").sort_by("line").first())
        .sort("line")
        .join(fills, on=["source", "field"], how="left")
        .with_columns(way=way)
        .with_columns(
            all=pl.col("alike").sum().over(group),
            start=pl.col("line").min().over(group),
            shown=shown.over(group),
        )
    )
    habit = (pl.col("of") >= LEAST) & (pl.col("all") >= pl.col("of") * SHARE)
    own = pl.format("{}; {} more findings like this one", "message", pl.col("alike") - 1)
    some = pl.format("{} of the {}", "all", "of")
    common = pl.format(
        "{}, as in {} records that fill the field{}; {} more findings like this one",
        "message",
        pl.when(pl.col("all") < pl.col("of")).then(some).otherwise(pl.format("all {}", "of")),
        *("shown", pl.col("all") - 1),
    )
    return (
        each.filter(habit | (pl.col("alike") >= LEAST))
        .with_columns(
            first=pl.when(habit).then("start").otherwise("line"),
            said=pl.when(habit).then(common).otherwise(own),
        )
        .select(*_KEY, "first", "said")
    )
