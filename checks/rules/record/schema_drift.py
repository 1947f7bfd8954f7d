"""Field disappears or first appears partway through a source.

## Why it matters
The source changed its schema, or an export broke.

## How to fix
1. Compare the keys of this record in the source with the keys of the previous record.
2. If a key has a new name, define your own format with that name (`[formats]` in `scholint.toml`). If the export broke,
   export the source again.

## What is not flagged
- Changes with fewer than 100 records before or after them.
- Fields that are filled in fewer than 95% of the records on the side that has the field.
- Fields that are filled in at least one record on each side.
- Differences between runs.

Each field is reported at most twice per source: where it first appears, and where it disappears. The rule also flags
sources that are sorted by record type, if one type does not have the field.

## References
- `scholint formats` lists the formats that scholint reads
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scholint.checks.exchange import groups
from scholint.checks.rule import Across, Check, rule
from scholint.checks.values.text import is_empty

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scholint.checks.exchange import Exchange

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
# Minimum number of records before and after the change, and minimum proportion of records with the field on the side
# that has it.
_LEAST, _SHARE = 100, 0.95
# One bit per field: 1 if the record fills the field. The run keeps no other key for this rule.
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
    """Return checks that flag records at which a field appears or disappears, one for each field.

    These are the record in which the field first appears, and the record after its last appearance.
    """
    return [_check(name) for name in _WATCHED]


def _check(name: str) -> Check:
    total, filled = pl.col("total"), pl.col(f"filled {name}")
    first, last = pl.col(f"first {name}"), pl.col(f"last {name}")
    vanishes = (
        (pl.col("place") == last + 1)
        & (total - last > _LEAST)
        & (last + 1 >= _LEAST)
        & (filled >= (last + 1) * _SHARE)
    )
    appears = (
        (pl.col("place") == first)
        & (first >= _LEAST)
        & (total - first >= _LEAST)
        & (filled >= (total - first) * _SHARE)
    )
    return Check(
        field="record",
        violates=vanishes | appears,
        message=pl.when(vanishes)
        .then(
            pl.format(
                "`{}` is filled in {} before this one, but in none of the {} records from here on",
                pl.lit(name),
                _share(filled, last + 1),
                total - last - 1,
            )
        )
        .otherwise(
            pl.format(
                "`{}` is filled in none of the {} records before this one, but in {} from here on",
                pl.lit(name),
                first,
                _share(filled, total - first),
            )
        ),
        value=pl.lit(name),
        across=Across(keys={"filled": _BITS}, frames=_turning_points),
    )


def _turning_points(exchange: Exchange, rows: int, names: Sequence[str]) -> Iterator[pl.DataFrame]:
    """Yield the records at which a field may first appear or disappear.

    Columns (Int64) besides those of `exchange`: `place`, the position of the record in its source, from 0; `total`, the
    number of records of the source. For each field: `filled NAME`, the number of records that fill it; `first NAME` and
    `last NAME`, the places of the first and the last of these records.
    """
    for frame in groups(exchange, rows, names, "source", 1):
        # These are computed once per source. Window expressions would be computed for each record and field.
        bits = {name: (pl.col("filled") & (1 << i)) != 0 for i, name in enumerate(_WATCHED)}
        known = frame.group_by("source").agg(
            pl.len().cast(pl.Int64).alias("total"),
            *(has.sum().cast(pl.Int64).alias(f"filled {name}") for name, has in bits.items()),
            *(has.arg_max().cast(pl.Int64).alias(f"first {name}") for name, has in bits.items()),
            *(
                (pl.len().cast(pl.Int64) - 1 - has.reverse().arg_max().cast(pl.Int64)).alias(f"last {name}")
                for name, has in bits.items()
            ),
        )
        begins, ends = ([pl.col(f"{side} {name}") for name in _WATCHED] for side in ("first", "last"))
        places = known.select("source", place=pl.concat_list(*begins, *(end + 1 for end in ends)))
        turning = frame.with_columns(place=pl.int_range(pl.len()).over("source")).join(
            places.explode("place", empty_as_null=False).unique(), on=["source", "place"], how="semi"
        )
        yield turning.join(known, on="source")


def _share(part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    return pl.format("{} of {} records ({}%)", part, whole, part * 100 // whole)
