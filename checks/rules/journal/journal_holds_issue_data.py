"""Journal title contains volume, issue, year, or page data.

## Why it matters
Each issue looks like a separate journal and matches no register.

## How to fix
Move the data to the fields for volume, issue, and pages, and keep the title. The fix removes the data from the title
but does not fill the other fields.

## Fix safety
Safe if the fix removes only a volume, and the volume field of the record contains the same number. Otherwise unsafe,
because an issue, a year, or the title of a volume may be lost.

## What is not flagged
- Titles that contain a number or a letter of their own: `Physical Review D`, `Historia 396`, `Angle 90`,
  `Cancer Research 50 years`.
- Conferences, whose titles contain a year.
- Titles that name several volumes of one work: `Vols 1-3`.

## References
- ISO 3297, International standard serial number (ISSN)
- ISO 4, Rules for the abbreviation of title words
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, rule
from scholint.checks.values.venues import HAS_ISSUE_DATA_BY_NATURE

_SHORTEST_TITLE = 3
_VOLUME = r"(?:vol(?:ume|\.|s\.?)?|bd\.?|t\.|tome|том|卷)\s?\d{1,4}\b.*"
_ISSUE = r"(?:no|nr|(?:(?:open|special|thematic)\s)?issue|iss|heft|núm|num|n°|№)[.:]?\s?\d{1,4}(?:\W.*)?$"
_PAGES = r"pp?\.\s?[A-Z]?\d+(?:\s?[-–]\s?[A-Z]?\d+)?\W*$"
_VOLUME_AND_ISSUE = r"\d{1,4}\s?\(\d{1,3}\)(?:\s?[,:]\s?\d.*)?$"
_YEAR_AND_VOLUME = r"(?:19|20)\d\d\s?[;,]\s?\d+.*"
_PART = f"{_VOLUME}|{_ISSUE}|{_PAGES}|{_VOLUME_AND_ISSUE}|{_YEAR_AND_VOLUME}"
_DATA = rf"(?i)[\s,;:(.\[]({_PART})"
_DATA_AT_END = rf"(?i)[\s,;:(.\[]+(?:{_PART})$"
_NUMBER = r"^[^\d,;:]*(\d+)\W*$"
# A volume followed by a year or pages. It comes after the title and a space.
_YEAR_OR_PAGES = r"\d{1,4}(?:\s\((?:19|20)\d\d\)|:\d{2,}|,\s\d+\s?[-–]\s?\d+).*"
_BARE = rf"\pL\.?,?\s({_YEAR_OR_PAGES})$"
_BARE_AT_END = rf"(\pL\.?),?\s{_YEAR_OR_PAGES}$"


@rule(
    code="JNL005",
    severity="warning",
    fields=["journal"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "journal": "Tidal Letters, Vol. 12, No. 3"},
    good={"title": "A study of tides", "doi": "10.1000/1", "journal": "Historia 396"},
)
def journal_holds_issue_data() -> Check:
    """Return a check that flags journal titles with a volume, an issue, a year, or pages.

    These must follow a space or punctuation.
    """
    piece = pl.coalesce(pl.col("journal").str.extract(_DATA, 1), pl.col("journal").str.extract(_BARE, 1))
    bare = pl.col("journal").str.replace(_DATA_AT_END, "").str.replace(_BARE_AT_END, "$1").str.strip_chars()
    return Check(
        field="journal",
        when=~pl.col("journal").str.contains(HAS_ISSUE_DATA_BY_NATURE)
        & ~pl.col("kind").is_in(["conference", "book", "chapter", "dataset"]).fill_null(value=False),
        violates=piece.is_not_null(),
        message=pl.format("journal title contains issue data: {}", quoted(piece)),
        fix=Fix(
            value=pl.when((bare != pl.col("journal")) & (bare.str.len_chars() > _SHORTEST_TITLE)).then(bare),
            safe=(
                piece.str.extract(_NUMBER, 1) == pl.col("volume").str.extract(r"^\D*(\d+)\D*$", 1)
            ).fill_null(value=False),
        ),
    )
