"""A volume or issue that cannot be one: five digits, a DOI, a sentence.

## Why it matters
The value belongs to another field, so that two are wrong.

## How to fix
Fetch the value by the DOI.

## What is not flagged
A volume that is a year (four digits, also `2020-2021`) is normal. Five digits and more are told; series
such as `Proc. SPIE 11543` and lecture notes number so, hence only articles are looked at, and numbers up to
19999 pass in conference and book series.

## References
- Crossref: `<pages>` and article numbers, https://www.crossref.org/documentation/schema-library/markup-guide-record-types/journals-and-articles/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, rule

_VOLUME = r"^\s*(?:[2-9]\d{4}|\d{6,})\s*$|10\.\d{4,9}/|https?:|^.{80,}$"
_ISSUE = r"^\s*(?:\d{7,}|[2-9]\d{5})\s*$|10\.\d{4,9}/|https?:|^.{120,}$"
_SERIES = r"(?i)proceed|conference|spie|series|lecture|notes|abs|arxiv|corr|meeting|document"


@rule(
    code="PAG004",
    severity="warning",
    fields=["volume", "issue"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "volume": "1234567", "type": "journal-article"},
    good={"title": "A study of tides", "doi": "10.1000/1", "volume": "2021", "type": "journal-article"},
)
def implausible_volume() -> list[Check]:
    """Match long numbers, identifiers and sentences."""
    return [
        Check(
            field=name,
            when=(pl.col("kind") == "article").fill_null(value=True),
            violates=pl.col(name).str.contains(pattern)
            & ~pl.col("journal").str.contains(_SERIES).fill_null(value=False),
            message=pl.format(
                "{} cannot be the number of {} {}",
                quoted(name),
                pl.lit("an" if name == "issue" else "a"),
                pl.lit(name),
            ),
        )
        for name, pattern in (("volume", _VOLUME), ("issue", _ISSUE))
    ]
