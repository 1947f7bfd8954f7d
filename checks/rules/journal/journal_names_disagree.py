"""Two journal fields of one record name different journals.

## Why it matters
One of them is wrong, and which one counts depends on the program that reads.

## How to fix
Resolve the DOI and keep the name that stands there.

## What is not flagged
Compared as `scholint.checks.reference.title_match` does: case, accents, marks, articles, `&`, parallel titles, subtitles and
abbreviations do not count. An acronym or one word is not compared: that takes reference data. Nor are names that hold a year, conferences and
preprint servers, which are written in too many ways. Undecided where the names are in two scripts.

## References
- ISO 4 (abbreviation of titles); ISO 3297 (key title)
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.reference.title_match import same_journal
from scholint.checks.reference.titles import is_abbreviated
from scholint.checks.rule import Check, Scan, rule

_NO_JOURNAL = r"(?i)conference|proceedings|workshop|symposium|congress|\bssrn\b|research network|arxiv|preprint|rxiv|\b(?:19|20)\d\d\b"


@rule(
    code="JNL003",
    severity="warning",
    fields=["journal"],
    since="0.1.0",
    bad={
        "title": "A study of tides",
        "doi": "10.1000/1",
        "journal_names": ["Letters of Hydrology", "Journal of Cardiac Imaging"],
    },
    good={
        "title": "A study of tides",
        "doi": "10.1000/1",
        "journal_names": ["Letters of Hydrology", "The Letters of Hydrology"],
    },
)
def journal_names_disagree() -> Check:
    """Compare the first name with the last, in all their parallel forms."""
    names = pl.when(pl.col("journal_names").list.n_unique() > 1).then(pl.col("journal_names"))
    first, last = names.list.first(), names.list.last()
    return Check(
        field="journal",
        when=first.is_not_null()
        & ~first.str.contains(_NO_JOURNAL)
        & ~last.str.contains(_NO_JOURNAL)
        & ~is_abbreviated(first)
        & ~is_abbreviated(last),
        undecided=same_journal(first, last).is_null(),
        violates=~same_journal(first, last),
        message=pl.format("the record names two journals: {} and {}", quoted(first), quoted(last)),
        value=first,
        evidence={"names": pl.col("journal_names").list.join(" | ")},
        scan=Scan(on_empty=True),
    )
