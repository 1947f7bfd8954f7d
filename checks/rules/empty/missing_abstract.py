"""An article, preprint, paper or thesis whose abstract is null, empty or white space.

## Why it matters
Most searches, and all that is learned from text, see only title and abstract.

## How to fix
Fetch it from the publisher or an aggregator that may pass it on.

## What is not flagged
A field that the format has no place for, or that a plain source has no column for, is not called empty;
one that no record of a source fills, of 20 at least, is told once. Editorials, letters, reviews of books,
notices and front matter pass, and so do pieces without a title or on one page: letters and news have no abstract.

## References
- Crossref metadata best practices, https://www.crossref.org/documentation/principles-practices/best-practices/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.contract import is_provided
from scholint.checks.rule import Check, Grouping, Scan, rule
from scholint.checks.values.text import is_empty

_PAIR = r"^\s*(\d+)\s*[-–]\s*(\d+)\s*$"


@rule(
    code="EMP004",
    severity="info",
    fields=["abstract"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "journal": "Tides", "abstract": ""},
    good={
        "title": "A study of tides",
        "doi": "10.1000/1",
        "journal": "Tides",
        "abstract": "We measured the tides of eleven harbours.",
    },
)
def missing_abstract() -> Check:
    """Look at the field where the source has it at all."""
    one_page = pl.col("pages").str.extract(_PAIR, 1) == pl.col("pages").str.extract(_PAIR, 2)
    return Check(
        field="abstract",
        when=is_provided("abstract")
        & (pl.col("is_article") | pl.col("kind").is_in(["preprint", "conference", "thesis"])).fill_null(
            value=False
        )
        & ~is_empty("title")
        & ~one_page.fill_null(value=False)
        & ~pl.col("is_matter")
        & ~pl.col("is_notice"),
        violates=is_empty("abstract"),
        message="the abstract is empty",
        scan=Scan(on_empty=True),
        grouping=Grouping(absent=("abstract",)),
    )
