"""Volume also contains the issue, as in `12(3)`.

## Why it matters
Neither the volume nor the issue can be compared or searched.

## How to fix
Move the issue to its own field.

## Fix safety
Safe if the issue field of the record contains the same issue. Unsafe if the issue field is empty, since the fix then
loses the issue.

## What is not flagged
- Forms other than `12(3)`, `12:3`, and `Vol. 12, No. 3`, such as supplements (`12 (Suppl)`) and double volumes
  (`12-13`, `12/13`).
- Records whose issue field contains a different issue.

## References
- Crossref, journals and articles (`<pages>`, article numbers),
  https://www.crossref.org/documentation/schema-library/markup-guide-record-types/journals-and-articles/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, rule
from scholint.checks.values.text import is_empty

_VOLUME = r"(?:vol(?:ume|\.)?\s*)?(\d{1,4})"
# What separates volume and issue: an opening bracket, a colon, or a label.
_BETWEEN = r"(?:\(\s*|:\s*|,?\s*(?:no|nr|iss|issue|n)[.°º]?\s*)"
_BOTH = rf"(?i)^\s*{_VOLUME}\s*{_BETWEEN}(\d{{1,4}})\s*\)?[\s,;.]*$"


@rule(
    code="PAG003",
    severity="info",
    fields=["volume"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "volume": "12(3)"},
    good={"title": "A study of tides", "doi": "10.1000/1", "volume": "12-13"},
)
def volume_holds_issue() -> Check:
    """Return a check that flags volumes that also contain the issue number.

    The issue number is in brackets, after a colon, or after a label.
    """
    volume, issue = pl.col("volume").str.extract(_BOTH, 1), pl.col("volume").str.extract(_BOTH, 2)
    return Check(
        field="volume",
        violates=volume.is_not_null() & (is_empty("issue") | (pl.col("issue").str.strip_chars() == issue)),
        message=pl.format("volume {} also contains the issue {}", quoted("volume"), quoted(issue)),
        evidence={"issue": issue},
        fix=Fix(value=volume, safe=~is_empty("issue")),
    )
