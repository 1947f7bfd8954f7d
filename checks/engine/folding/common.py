"""Problems that are reported once: a problem of most records of a source, and a value with a problem in many records.

A source that writes all its journals in uppercase has one problem. A journal's ISSN without its hyphen is one mistake, even if
many papers of the journal have it. As in `absent`, the findings are folded after the last record of the source, for the checks
that request it. Metrics still count all findings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scholint.checks.contract import FINDINGS
from scholint.checks.engine.folding.fold import MIN_RECORDS, with_count

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

SHARE = 0.8
"""If at least this share of the records that fill a field have a problem, it is a problem of the source (a file-wide pattern)."""

_EXAMPLES = 3
_CHECK = ["source", "rule", "field", "severity"]
_KEY = [*_CHECK, "message"]
# Quoted values and counts differ from record to record.
_QUOTE_OR_NUMBER = r"`[^`]*`|\d+"


class CommonFold:
    """Fold the findings of a source that report a file-wide pattern, or the same value.

    `filled`: one row per source, with `source` and, for each field, the number of records that fill it (from
    `absent.add_filled`). `checks`: code and field of each check whose findings are folded (`Engine.common`). `findings`: all
    findings of the run, as frames by the contract FINDINGS. `fixing`: findings with a fix are kept, because each of them is
    to be fixed.
    """

    def __init__(
        self,
        filled: pl.DataFrame,
        checks: Collection[tuple[str, str]],
        findings: Iterable[pl.DataFrame],
        *,
        fixing: bool = False,
    ) -> None:
        folding = pl.DataFrame(list(checks), {"rule": pl.String, "field": pl.String}, orient="row")
        self._is_kept = pl.col("fix").is_not_null() & fixing
        counted = [
            frame.filter(~self._is_kept)
            .join(folding, on=["rule", "field"], how="semi")
            .group_by(_KEY)
            .agg(count=pl.len(), line=pl.col("line").min(), value=pl.col("value").first())
            for frame in (findings if checks else ())
        ]
        counts = [frame for frame in counted if frame.height]
        self._first = _first_findings(pl.concat(counts), filled) if counts else pl.DataFrame()

    def apply(self, findings: pl.DataFrame) -> pl.DataFrame:
        """Return the findings frame with only one of the findings that report the same pattern, or the same value."""
        if self._first.is_empty():
            return findings
        alone = pl.col("first").is_null() | self._is_kept
        return (
            findings.join(self._first, on=_KEY, how="left", maintain_order="left")
            .filter(alone | (pl.col("line") == pl.col("first")))
            .with_columns(message=pl.when(alone).then("message").otherwise("folded"))
            .select(FINDINGS.schema.names())
        )


def _first_findings(counts: pl.DataFrame, filled: pl.DataFrame) -> pl.DataFrame:
    """Return one row for each message whose findings are folded.

    The columns are `_KEY`, `first` (line of the finding that represents them) and `folded` (its message). `counts`: `_KEY`,
    `count`, `line` and `value`, one row per batch and message.
    """
    by_message = _by_message(counts, filled)
    is_pattern = (pl.col("of") >= MIN_RECORDS) & (pl.col("all") >= pl.col("of") * SHARE)
    pattern = with_count(
        pl.format("{}; the same in {} of {} records with this field{}", "message", "all", "of", "examples"),
        pl.col("all"),
    )
    return (
        by_message.filter(is_pattern | (pl.col("count") >= MIN_RECORDS))
        .with_columns(
            first=pl.when(is_pattern).then("start").otherwise("line"),
            folded=pl.when(is_pattern)
            .then(pattern)
            .otherwise(with_count(pl.col("message"), pl.col("count"))),
        )
        .select(*_KEY, "first", "folded")
    )


def _by_message(counts: pl.DataFrame, filled: pl.DataFrame) -> pl.DataFrame:
    """Return one row per message: `_KEY`, its `count` and first `line`, and facts about its pattern.

    A pattern is a message without quoted values and numbers. `of`: number of records that fill the field. `all`: number of
    findings with the pattern. `start`: the first line of these. `examples`: some of their values.
    """
    fields = [name for name in counts["field"].unique().sort() if name in filled.columns]
    fills = filled.unpivot(fields, index="source", variable_name="field", value_name="of")
    pattern = [*_CHECK, "pattern"]
    values = pl.format("`{}`", pl.col("value").unique(maintain_order=True).head(_EXAMPLES))
    # Examples are only useful if the messages differ.
    examples = (
        pl.when(pl.len() > 1).then(pl.format(", for example {}", values.str.join(", "))).otherwise(pl.lit(""))
    )
    return (
        counts.group_by(_KEY)
        .agg(pl.col("count").sum().cast(pl.Int64), pl.col("line", "value").sort_by("line").first())
        .sort("line")
        .join(fills, on=["source", "field"], how="left")
        .with_columns(pattern=pl.col("message").str.replace_all(_QUOTE_OR_NUMBER, "`"))
        .with_columns(
            all=pl.col("count").sum().over(pattern),
            start=pl.col("line").min().over(pattern),
            examples=examples.over(pattern),
        )
    )
