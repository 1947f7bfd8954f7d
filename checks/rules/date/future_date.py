"""Publication date is in the future.

## Why it matters
The record sorts ahead of all others, and its date is probably wrong.

The severity is error if the date is more than 18 months in the future, and warning otherwise.

## How to fix
Open the DOI, and take the publication date from the landing page.

## Fix safety
Unsafe. If the year may be counted in the Buddhist era, the fix subtracts 543. The year may also be a typing error. Other
dates have no fix.

## What is not flagged
- Dates up to 6 months in the future (the option `months`), because issues appear before their date.
- The field `year` if the publication date contains a year, because one error would be reported twice.
- The year 9999 (reported by DAT005).

## Options
- `today`: the date that the rule uses as today, as `"YYYY-MM-DD"`, for reproducible runs. The default is the date of the
  run.
- `months`: number of months that a date may be in the future without being flagged.

## References
- ISO 8601-1:2019, 5.2 (calendar date)
- Crossref, dates
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl

from scholint.checks.message import LABELS, quoted
from scholint.checks.rule import Check, Fix, rule
from scholint.errors import shown

# Thailand's Buddhist era is 543 years ahead: 2554 is 2011. Years of journals in this era are in this range.
_ERA = 543
_BUDDHIST = (2450, 2600)
_NO_YEAR = 9999
_PARTIAL = r"^\s*(\d{4}(?:-\d{2}(?:-\d{2})?)?)(?:\D|$)"


@rule(
    code="DAT003",
    severity="warning",
    fields=["published", "year"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "published": "2999-01-01"},
    good={"title": "A study of tides", "doi": "10.1000/1", "published": "2020-01-01"},
)
def future_date(*, today: str | None = None, months: int = 6) -> list[Check]:
    """Return checks that flag future dates, one for the publication date and one for the year.

    A date without a day or a month counts as the first day of its month or year.
    """
    now = _parsed(today) if today else datetime.now(tz=UTC).date()
    published, year = (pl.col(name).str.extract(_PARTIAL, 1) for name in ("published", "year"))
    return [
        _check("published", published, now, months),
        _check("year", pl.when(published.is_null()).then(year), now, months),
    ]


def _parsed(today: str) -> date:
    try:
        return date.fromisoformat(today)
    except (TypeError, ValueError):
        raise ValueError(
            f'invalid value {shown(today)} for `today`, expected a string, for example "2026-01-31"'
        ) from None


def _check(name: str, written: pl.Expr, now: date, months: int) -> Check:
    text = f"{LABELS[name]} {{}} is more than {months} months in the future"
    first = pl.concat_str(written, _rest(written)).str.to_date("%Y-%m-%d", strict=False)
    ahead = (first - pl.lit(now)).dt.total_days()
    number = written.str.slice(0, 4).cast(pl.Int32, strict=False)
    common = pl.when(number.is_between(*_BUDDHIST)).then((number - _ERA).cast(pl.String))
    return Check(
        field=name,
        violates=(ahead > months * 30.5) & (number != _NO_YEAR),
        severity=pl.when(ahead > 18 * 30.5).then(pl.lit("error")).otherwise(pl.lit("warning")),
        message=pl.when(common.is_null())
        .then(pl.format(text, quoted(written)))
        .otherwise(pl.format(text + " (Buddhist era year {} is {} CE)", quoted(written), number, common)),
        value=written,
        evidence={"today": pl.lit(str(now))},
        fix=Fix(value=pl.concat_str(common, written.str.slice(4))),
    )


def _rest(written: pl.Expr) -> pl.Expr:
    """Return the text to append for the first day of the year or month (String): `-01-01`, `-01`, or the empty string."""
    missing = pl.when(written.str.len_chars() == 4).then(pl.lit("-01-01"))  # noqa: PLR2004 - the length of YYYY
    return missing.when(written.str.len_chars() == 7).then(pl.lit("-01")).otherwise(pl.lit(""))  # noqa: PLR2004 - the length of YYYY-MM
