"""A field that nearly all records of a source had, and that none has from some record on; or the reverse.

## Why is this bad?
The source's schema changed, or an export broke: what was read so far is no longer what comes.

## How to mend
Look at the source's own keys at this record, and map the new name.

## Known limits
Told once a field and source, where at least a hundred records lie on each side, of which 95 in 100 had the
field before, and none after. A feed sorted by type can look so. Against the last run it is compared once
there is a history.

## References
- scholint: formats, `scholint formats`
"""

from __future__ import annotations

import polars as pl

from scholint.checks.normal import is_empty
from scholint.checks.rule import Check, rule

_WATCHED = (
    "doi",
    "title",
    "abstract",
    "journal",
    "authors",
    "published",
    "year",
    "issns",
    "volume",
    "pages",
    "fields",
)
_LEAST, _SHARE = 100, 0.95
_BITS = pl.sum_horizontal(
    pl.when((pl.col(n).list.len() > 0) if n in ("authors", "issns", "fields") else ~is_empty(n))
    .then(1 << i)
    .otherwise(0)
    for i, n in enumerate(_WATCHED)
).cast(pl.UInt16)


@rule(
    code="REC007",
    severity="warning",
    fields=["record"],
    since="0.1.0",
    needs=["batch"],
    bad=[
        *({"title": f"Tides {i}", "abstract": "We measured."} for i in range(120)),
        *({"title": f"Waves {i}"} for i in range(120)),
    ],
    good=[{"title": "Tides"}, {"title": "Waves"}],
)
def schema_drift() -> list[Check]:
    """Compare what stands before the last value of each field with what stands after it."""
    return [_check(name) for name in _WATCHED]


def _check(name: str) -> Check:
    has = (pl.col("filled") & (1 << _WATCHED.index(name))) != 0
    place = pl.int_range(pl.len()).over("source")
    # Signed, since the differences below may be negative.
    total, filled = (e.cast(pl.Int64).over("source") for e in (pl.len(), has.sum()))
    last = total - 1 - has.reverse().arg_max().cast(pl.Int64).over("source")
    first = pl.when(filled > 0).then(has.arg_max().cast(pl.Int64).over("source"))
    vanishes = (
        (place == last + 1) & (total - last > _LEAST) & (last + 1 >= _LEAST) & (filled >= (last + 1) * _SHARE)
    )
    appears = (
        (place == first)
        & (first >= _LEAST)
        & (total - first >= _LEAST)
        & (filled >= (total - first) * _SHARE)
    )
    return Check(
        field="record",
        keys={"filled": _BITS},
        over="source",
        violates=vanishes | appears,
        message=pl.when(vanishes)
        .then(
            pl.format(
                "`{}` is filled in {} before this one, and in none of the {} from here on",
                pl.lit(name),
                _share(filled, last + 1),
                total - last - 1,
            )
        )
        .otherwise(
            pl.format(
                "`{}` is filled in none of the {} records before this one, and in {} from here on",
                pl.lit(name),
                first,
                _share(filled, total - first),
            )
        ),
        value=pl.lit(name),
    )


def _share(part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    return pl.format("{} of {} records ({}%)", part, whole, part * 100 // whole)
