"""Title names front or back matter, such as `Table of Contents`.

## Why it matters
Front matter that is counted as articles distorts statistics, and hundreds of records have the same title.

## How to fix
Give the record its correct type, or exclude it from imports of articles.

## What is not flagged
- Titles that contain other words too: `The table of contents as a genre`.
- Records with another type than article.
- Editorials, obituaries, and letters, since they are works.

## References
- COAR Resource Types, https://vocabularies.coar-repositories.org/resource_types/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, rule

_COVERS = (
    r"(?:(?:front|back|end|prelim(?:inary)?|inside)[ -]?(?:matter|cover|pages?)"
    r"|(?:outside|inside|front|back) (?:front |back )?cover|cover(?: image| picture| page)?"
)
_CONTENTS = (
    r"|(?:table of )?contents|(?:volume )?contents? (?:of )?vol(?:ume|\.)? \d.*|inhalt(?:sverzeichnis)?"
    r"|sumario|sumário|sommaire|[íi]ndice|目录|目次|содержание|içindekiler|mục lục"
)
_EDITORS = (
    r"|editorial board(?: page)?|editors? and editorial board|conselho editorial|consejo editorial"
    r"|comité (?:editorial|de rédaction)|редакционная коллегия|编委会"
)
_INDEX_AND_IMPRINT = (
    r"|(?:author|subject|volume|annual|cumulative|keyword) index.*|index|issue information"
    r"|issue publication information|masthead|impressum|title page|copyright(?: page| notice)?"
)
_REVIEWERS_AND_AUTHORS = (
    r"|(?:list of|thanks to(?: our)?|acknowledge?ments? (?:to|of)) (?:reviewers|referees)"
    r"|reviewers? (?:list|acknowledge?ment)"
    r"|(?:instructions|guidelines|notes|information) (?:to|for) (?:authors|contributors)"
)
_NOTICES = (
    r"|advertise?ments?|calendar of events|forthcoming (?:articles|papers|events)|blank page"
    r"|full issue(?: pdf)?|publication information|subscription (?:information|page))"
)
_WITH_NUMBERS = (
    rf"(?i)^[\W\d]*{_COVERS}{_CONTENTS}{_EDITORS}{_INDEX_AND_IMPRINT}{_REVIEWERS_AND_AUTHORS}{_NOTICES}\W*$"
)
# These titles may not have digits before them.
_WITHOUT_NUMBERS = (
    r"(?i)^\W*(?:aims? (?:and|&) scope.*|call for papers|colophon"
    r"|(?:notes on |list of )?contributors(?: to (?:this|the) (?:issue|volume))?|in this issue"
    r"|(?:editorial )?advisory (?:editorial )?board|reviewers? (?:in |for |of )?(?:19|20)\d\d|titelei"
    r"|autorenverzeichnis)\W*$"
)


@rule(
    code="TTL007",
    severity="info",
    fields=["title"],
    since="0.1.0",
    bad={"title": "Table of Contents", "doi": "10.1000/1"},
    good={"title": "The table of contents as a genre", "doi": "10.1000/1"},
)
def non_article_title() -> Check:
    """Return a check that flags titles that consist of the name of front or back matter."""
    return Check(
        field="title",
        when=(pl.col("kind").is_null() | (pl.col("kind") == "article")) & ~pl.col("is_titleless"),
        violates=pl.col("title").str.contains(f"{_WITH_NUMBERS}|{_WITHOUT_NUMBERS}"),
        message=pl.format("title {} names front or back matter, not an article", quoted("title")),
    )
