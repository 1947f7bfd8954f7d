"""Which records match the prefilters of checks, found with as few searches of a field as possible."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Number of records to sample, to estimate which patterns match often.
_SAMPLE = 1_000
# Patterns that match rarely are searched together; only the matching records are then searched for each pattern. A pattern
# that matches a larger share of the records than this is searched separately, to avoid many pointless second searches.
_OFTEN = 0.02


def matching_records(
    frame: pl.DataFrame, patterns: Mapping[str, Sequence[str]]
) -> dict[tuple[str, str], pl.Series]:
    """Return which records match: (field, pattern) to Boolean, never null. `patterns`: patterns by field.

    All rare patterns of a field are searched as one pattern. Only the records that match are searched for each of them.
    """
    pairs = [(field, pattern) for field, some in patterns.items() for pattern in some]
    # From all parts of the frame, because sources are often sorted by a field.
    sample = frame.gather_every(max(1, -(-frame.height // _SAMPLE)))
    in_sample = dict(zip(pairs, _matches(sample, pairs), strict=True))
    if frame.height <= _SAMPLE:
        return in_sample
    often = [pair for pair in pairs if int(in_sample[pair].sum()) > sample.height * _OFTEN]
    rare = {field: [p for p in some if (field, p) not in often] for field, some in patterns.items()}
    rare = {field: some for field, some in rare.items() if some}
    joined = [(field, "|".join(f"(?:{pattern})" for pattern in some)) for field, some in rare.items()]
    matches = _matches(frame, [*often, *joined])
    found = dict(zip(often, matches[: len(often)], strict=True))
    for (field, some), matches_any in zip(rare.items(), matches[len(often) :], strict=True):
        found |= _matches_within(frame, field, some, matches_any.arg_true())
    return found


def _matches_within(
    frame: pl.DataFrame, field: str, patterns: Sequence[str], rows: pl.Series
) -> dict[tuple[str, str], pl.Series]:
    """Return which records match: (field, pattern) to Boolean. Only the rows with these numbers are searched."""
    nowhere = pl.repeat(value=False, n=frame.height, eager=True)
    found = {}
    matches = _matches(frame.select(field)[rows], [(field, pattern) for pattern in patterns])
    for pattern, column in zip(patterns, matches, strict=True):
        hits = rows.gather(column.arg_true())
        found[field, pattern] = nowhere.clone().scatter(hits, values=True) if len(hits) else nowhere
    return found


def _matches(frame: pl.DataFrame, pairs: Sequence[tuple[str, str]]) -> list[pl.Series]:
    """Return Boolean, never null, for each field and pattern: the pattern matches the text, or an entry of the list."""
    lists = {field for field, _ in pairs if isinstance(frame.schema[field], pl.List)}
    # Each entry is a line, so that anchors match at its ends.
    joined = {field: pl.col(field).list.join("\n") for field in lists}
    expressions = {
        f"{i}": pl.col(field)
        .str.contains(f"(?m:{pattern})" if field in lists else pattern)
        .fill_null(value=False)
        for i, (field, pattern) in enumerate(pairs)
    }
    return evaluated(frame.with_columns(**joined), expressions)


def evaluated(frame: pl.DataFrame, expressions: Mapping[str, pl.Expr]) -> list[pl.Series]:
    """Return one column per expression, with its name. If there are no expressions, return an empty list."""
    return list(frame.lazy().select(**expressions).collect(engine="in-memory")) if expressions else []
