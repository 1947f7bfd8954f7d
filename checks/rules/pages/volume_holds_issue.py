"""A volume that holds its issue too: `12(3)`.

## Why it matters
Neither volume nor issue can be compared or searched.

## How to fix
Split it.

## Fix safety
Safe where the record has the issue in its own field; unsafe where the issue would be lost.

## What is not flagged
Only `12(3)`, `12:3` and `Vol. 12, No. 3`, where the issue is empty or the same. `12 (Suppl)`, double
volumes (`12-13`, `12/13`) and volumes that are a year pass.

## References
- Crossref: `<pages>` and article numbers, https://www.crossref.org/documentation/schema-library/markup-guide-record-types/journals-and-articles/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, rule
from scholint.checks.values.text import is_empty

_BOTH = r"(?i)^\s*(?:vol(?:ume|\.)?\s*)?(\d{1,4})\s*(?:\(\s*|:\s*|,?\s*(?:no|nr|iss|issue|n)[.°º]?\s*)(\d{1,4})\s*\)?[\s,;.]*$"


@rule(
    code="PAG003",
    severity="info",
    fields=["volume"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "volume": "12(3)"},
    good={"title": "A study of tides", "doi": "10.1000/1", "volume": "12-13"},
)
def volume_holds_issue() -> Check:
    """Match a volume with a number in brackets or behind a colon."""
    volume, issue = pl.col("volume").str.extract(_BOTH, 1), pl.col("volume").str.extract(_BOTH, 2)
    return Check(
        field="volume",
        violates=volume.is_not_null() & (is_empty("issue") | (pl.col("issue").str.strip_chars() == issue)),
        message=pl.format("the volume {} holds the issue {} too", quoted("volume"), quoted(issue)),
        evidence={"issue": issue},
        fix=Fix(value=volume, safe=~is_empty("issue")),
    )
