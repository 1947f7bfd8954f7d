"""Date is a placeholder, such as 1970-01-01 or 9999-12-31.

## Why it matters
The field counts as filled, and the work is sorted into a year in which it did not exist.

## How to fix
Clear the field, and find out why the source had no date.

## What is not flagged
- The years 1900, 1904, and 1970 without a day, or with a day other than 1 January.
- 1900-01-01, 1904-01-01, and 1970-01-01 as the date of issue 1, which may have appeared on this day.
- 1900-01-01, 1904-01-01, and 1970-01-01 in other records, unless the date is unusually frequent. Many sources write
  1 January if only the year is known. The rule therefore compares the date with 1 January of the two years before and the
  two years after. If it is more than three times as frequent in the source as these are on average, it is flagged as info.

## References
- First days of the calendars of programs: 1970-01-01 (Unix time), 1899-12-30 and 1904-01-01 (spreadsheets), 1601-01-01
  (Windows), and 0001-01-01 (.NET)
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import LABELS, quoted
from scholint.checks.rule import Across, Check, Scan, rule

# First days of the calendars of programs. No article has these dates.
_ZEROES = ["1899-12-30", "1601-01-01", "0001-01-01", "1-1-1"]
# Years whose 1 January is the first day of a program's calendar, and may also be a real date.
_POSSIBLE = (1900, 1904, 1970)
# Years to compare with, counted from the year of the date.
_AROUND = (-2, -1, 1, 2)


@rule(
    code="DAT005",
    severity="warning",
    fields=["published"],
    since="0.1.0",
    needs=["batch"],
    bad={"title": "A study of tides", "doi": "10.1000/1", "published": "1970-01-01"},
    good={"title": "A study of tides", "doi": "10.1000/1", "published": "1970"},
)
def placeholder_date() -> list[Check]:
    """Return checks that flag the first and last days of programs' calendars.

    Dates that may be real are flagged only if they are frequent.
    """
    label = LABELS["published"]
    written = pl.coalesce("published", "year")
    day = pl.col("published").str.extract(r"^\s*(\d{1,4}-\d\d?-\d\d?)(?:\D|$)", 1)
    first_issue = (pl.col("issue").str.strip_chars() == "1").fill_null(value=False)
    year = pl.col("year_of_first_january")
    return [
        Check(
            field="published",
            violates=day.is_in(_ZEROES) | written.str.contains(r"^\s*(?:9999|0001)(?:\D|$)"),
            message=pl.format(f"{label} {{}} is a placeholder", quoted(written)),
            value=written,
            scan=Scan(on_empty=True),
        ),
        Check(
            field="published",
            when=year.is_in(_POSSIBLE),
            violates=pl.any_horizontal((year == zero) & _stands_out(year, zero) for zero in _POSSIBLE),
            severity=pl.lit("info"),
            message=pl.format(
                f"{label} `{{}}-01-01` may be a placeholder (unusually frequent in this source)", year
            ),
            value=pl.format("{}-01-01", year),
            across=Across(
                keys={
                    "year_of_first_january": pl.when(~first_issue).then(
                        pl.col("published").str.extract(r"^\s*([0-9]{4})-0?1-0?1(?:\D|$)", 1).cast(pl.Int32)
                    )
                }
            ),
        ),
    ]


def _stands_out(year: pl.Expr, zero: int) -> pl.Expr:
    """Boolean: true if 1 January of the year `zero` is much more frequent than that of nearby years.

    It must be more than three times as frequent. Only dates of the same source are compared.
    """
    here = (year == zero).sum().over("source")
    around = year.is_in([zero + step for step in _AROUND]).sum().over("source")
    return here * len(_AROUND) > around * 3
