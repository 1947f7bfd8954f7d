"""Journal fields of one record name different journals.

## Why it matters
One of the names is wrong, and each program may use a different one.

## How to fix
Open the DOI, and keep the title on the landing page.

## What is not flagged
- Titles that differ in letter case, accents, punctuation, articles, `&`, parallel titles, subtitles, or abbreviation.
- Acronyms and titles of one word, which cannot be compared without the reference tables.
- Titles that contain a year, conferences, and preprint servers. Their names are written in many ways.
- Two titles in different scripts. They are undecided.

## References
- ISO 4, Rules for the abbreviation of title words
- ISO 3297, International standard serial number (ISSN), key title
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.reference.title_match import same_journal
from scholint.checks.reference.titles import is_abbreviated
from scholint.checks.rule import Check, Scan, rule
from scholint.checks.values.venues import NOT_COMPARED


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
    """Return a check that flags records whose first and last journal names are different journals.

    Parallel titles are compared, too.
    """
    names = pl.when(pl.col("journal_names").list.n_unique() > 1).then(pl.col("journal_names"))
    first, last = names.list.first(), names.list.last()
    return Check(
        field="journal",
        when=first.is_not_null()
        & ~first.str.contains(NOT_COMPARED)
        & ~last.str.contains(NOT_COMPARED)
        & ~is_abbreviated(first)
        & ~is_abbreviated(last),
        undecided=same_journal(first, last).is_null(),
        violates=~same_journal(first, last),
        message=pl.format("record names two different journals: {} and {}", quoted(first), quoted(last)),
        value=first,
        evidence={"names": pl.col("journal_names").list.join(" | ")},
        scan=Scan(on_empty=True),
    )
