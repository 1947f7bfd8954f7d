"""Volume, issue, year or pages inside the journal's name.

## Why it matters
Each issue becomes a journal of its own; nothing matches the register.

## How to fix
Cut the data off, and fill the fields that are empty.

## Fix safety
Safe where only a volume is cut off, and the record has it in its own field; unsafe where an issue, a year or a title of
the volume would be lost.

## What is not flagged
Only behind a mark, or by words such as `Vol.`: names that end in a year or numeral by nature (`Physical
Review D`, `Cancer Research 50 years`, `Historia 396`, `Angle 90`) pass; so do conferences, whose name holds
their year, and works of several volumes (`Vols 1-3`).

## References
- ISO 3297 (ISSN); ISO 4 (abbreviation of titles)
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, rule

_LEAST = 3
_DATA = r"(?i)[\s,;:(.\[]((?:vol(?:ume|\.|s\.?)?|bd\.?|t\.|tome|том|卷)\s?\d{1,4}\b.*|(?:no|nr|(?:(?:open|special|thematic)\s)?issue|iss|heft|núm|num|n°|№)[.:]?\s?\d{1,4}(?:\W.*)?$|pp?\.\s?[A-Z]?\d+(?:\s?[-–]\s?[A-Z]?\d+)?\W*$|\d{1,4}\s?\(\d{1,3}\)(?:\s?[,:]\s?\d.*)?$|(?:19|20)\d\d\s?[;,]\s?\d+.*)"
_TAIL = r"(?i)[\s,;:(.\[]+(?:(?:vol(?:ume|\.|s\.?)?|bd\.?|t\.|tome|том|卷)\s?\d{1,4}\b.*|(?:no|nr|(?:(?:open|special|thematic)\s)?issue|iss|heft|núm|num|n°|№)[.:]?\s?\d{1,4}(?:\W.*)?$|pp?\.\s?[A-Z]?\d+(?:\s?[-–]\s?[A-Z]?\d+)?\W*$|\d{1,4}\s?\(\d{1,3}\)(?:\s?[,:]\s?\d.*)?$|(?:19|20)\d\d\s?[;,]\s?\d+.*)$"
_ALONE = r"^[^\d,;:]*(\d+)\W*$"
_NO_JOURNAL = r"(?i)conf[ée]rence|proceed|\bactes\b|congress|symposi|shared task|workshop|treatise|handbook|encyclop|\bvols\b|\bvol(?:ume|\.)?\s\d+\s(?:&|and)\s\d|lecture notes|series|\bin:|meeting|arxiv"
# Volume with year or pages, which need no mark before them.
_BARE = r"\pL\.?,?\s(\d{1,4}(?:\s\((?:19|20)\d\d\)|:\d{2,}|,\s\d+\s?[-–]\s?\d+).*)$"


@rule(
    code="JNL005",
    severity="warning",
    fields=["journal"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "journal": "Tidal Letters, Vol. 12, No. 3"},
    good={"title": "A study of tides", "doi": "10.1000/1", "journal": "Historia 396"},
)
def journal_holds_issue_data() -> Check:
    """Match volumes, issues, years and pages behind a mark."""
    piece = pl.coalesce(pl.col("journal").str.extract(_DATA, 1), pl.col("journal").str.extract(_BARE, 1))
    bare = (
        pl.col("journal")
        .str.replace(_TAIL, "")
        .str.replace(r"(\pL\.?),?\s\d{1,4}(?:\s\((?:19|20)\d\d\)|:\d{2,}|,\s\d+\s?[-–]\s?\d+).*$", "$1")
        .str.strip_chars()
    )
    return Check(
        field="journal",
        when=~pl.col("journal").str.contains(_NO_JOURNAL)
        & ~pl.col("kind").is_in(["conference", "book", "chapter", "dataset"]).fill_null(value=False),
        violates=piece.is_not_null(),
        message=pl.format("the journal's name holds {}", quoted(piece)),
        fix=Fix(
            value=pl.when((bare != pl.col("journal")) & (bare.str.len_chars() > _LEAST)).then(bare),
            safe=(
                piece.str.extract(_ALONE, 1) == pl.col("volume").str.extract(r"^\D*(\d+)\D*$", 1)
            ).fill_null(value=False),
        ),
    )
