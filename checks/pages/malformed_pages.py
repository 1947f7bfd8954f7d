"""A page, volume or issue put together from nothing: `n/a-n/a`, `--`, `12-`, `-`.

## Why is this bad?
It is printed in citations as it stands.

## How to mend
Empty the field, or fetch the value by the DOI.

## Known limits
A single word for nothing is `EMP010`. A double dash between two numbers is BibTeX's way of writing a range,
and is `PAG007`. `123-` is told, `123+` (and the following, discontinuous) passes.

## References
- Crossref: `<pages>` and article numbers, https://www.crossref.org/documentation/schema-library/markup-guide-record-types/journals-and-articles/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.findings import quoted
from scholint.checks.rule import Check, rule

_BROKEN = r"(?i)^\s*(?:(?:n/?a|undefined|null|none|nan|\?+|x+)\s*[-–—,:/]+\s*(?:n/?a|undefined|null|none|nan|\?+|x+|\d*)|\d+\s*[-–—]+\s*(?:n/?a|undefined|null|none|nan|\?+)|[eS]?\d+\s*[-–—]+|[-–—]+\s*[eS]?\d+|[-–—]{2,}|no\.?|vol\.?|pp\.|\(\s*\))\s*$|\[object|undefined"


@rule(
    code="PAG002",
    severity="warning",
    fields=["pages", "volume", "issue"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "pages": "n/a-n/a"},
    good={"title": "A study of tides", "doi": "10.1000/1", "pages": "123+"},
)
def malformed_pages() -> list[Check]:
    """Match parts that are missing or stand for nothing."""
    return [
        Check(
            field=name,
            violates=pl.col(name).str.contains(_BROKEN),
            message=pl.format("{} is put together from nothing", quoted(name)),
        )
        for name in ("pages", "volume", "issue")
    ]
