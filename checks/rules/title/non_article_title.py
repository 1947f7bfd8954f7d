"""The title of front matter or a section, not of an article.

## Why it matters
Counted among articles it spoils statistics, and hundreds of records share the title.

## How to fix
Give the record its type, or leave it out of an import of articles.

## What is not flagged
The whole title must be such a name. Records typed as what they are pass. Editorials, obituaries and letters
are works of their own, and pass.

## References
- COAR Resource Types, https://vocabularies.coar-repositories.org/resource_types/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, rule

_MORE = r"(?i)^\W*(?:aims? (?:and|&) scope.*|call for papers|colophon|(?:notes on |list of )?contributors(?: to (?:this|the) (?:issue|volume))?|in this issue|(?:editorial )?advisory (?:editorial )?board|reviewers? (?:in |for |of )?(?:19|20)\d\d|titelei|autorenverzeichnis)\W*$"

_MATTER = (
    r"(?i)^[\W\d]*(?:(?:front|back|end|prelim(?:inary)?|inside)[ -]?(?:matter|cover|pages?)|(?:outside|inside|front|back) (?:front |back )?cover|cover(?: image| picture| page)?"
    r"|(?:table of )?contents|(?:volume )?contents? (?:of )?vol(?:ume|\.)? \d.*|inhalt(?:sverzeichnis)?|sumario|sumário|sommaire|[íi]ndice|目录|目次|содержание|içindekiler|mục lục"
    r"|editorial board(?: page)?|editors? and editorial board|conselho editorial|consejo editorial|comité (?:editorial|de rédaction)|редакционная коллегия|编委会"
    r"|(?:author|subject|volume|annual|cumulative|keyword) index.*|index|issue information|issue publication information|masthead|impressum|title page|copyright(?: page| notice)?"
    r"|(?:list of|thanks to(?: our)?|acknowledge?ments? (?:to|of)) (?:reviewers|referees)|reviewers? (?:list|acknowledge?ment)|(?:instructions|guidelines|notes|information) (?:to|for) (?:authors|contributors)"
    r"|advertise?ments?|calendar of events|forthcoming (?:articles|papers|events)|blank page|full issue(?: pdf)?|publication information|subscription (?:information|page))\W*$"
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
    """Match whole titles."""
    return Check(
        field="title",
        when=(pl.col("kind").is_null() | (pl.col("kind") == "article")) & ~pl.col("is_titleless"),
        violates=pl.col("title").str.contains(f"{_MATTER}|{_MORE}"),
        message=pl.format("{} is front or back matter, not an article", quoted("title")),
    )
