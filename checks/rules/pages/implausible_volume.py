"""Volume or issue is implausible: a long number, an identifier, or a sentence.

## Why it matters
The value probably belongs in another field, so two fields are wrong.

## How to fix
1. Take the volume and the issue from the DOI registry or from the landing page.
2. Move the wrong value to the field where it belongs. For example, an article number belongs in `pages`.

## What is not flagged
- Volumes up to 19999, including years such as `2021`, and issues up to 199999.
- Records of other types than article.
- Journals whose title names a series, proceedings, or lecture notes, such as `Proceedings of SPIE`. Their volumes have
  high numbers.
- Names of issues with fewer than 120 characters, such as `Special Issue on Tides`.

## References
- Crossref, journals and articles (`<pages>`, article numbers),
  https://www.crossref.org/documentation/schema-library/markup-guide-record-types/journals-and-articles/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, rule

# An implausibly high number, a DOI, a URL, or a sentence.
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
    """Return checks that flag volumes and issues that are long numbers, identifiers, or sentences."""
    return [
        Check(
            field=name,
            when=(pl.col("kind") == "article").fill_null(value=True),
            violates=pl.col(name).str.contains(pattern)
            & ~pl.col("journal").str.contains(_SERIES).fill_null(value=False),
            message=pl.format(f"{{}} is not a plausible {name} number", quoted(name)),
        )
        for name, pattern in (("volume", _VOLUME), ("issue", _ISSUE))
    ]
