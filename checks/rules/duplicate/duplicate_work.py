"""Title and first author match a work with a different DOI, dated within one year.

## Why it matters
Citations and counts are split between two DOIs of one work.

## How to fix
Open both DOIs, keep the one of the version of record, and relate the other to it.

The severity is info if the records show a reason for the two DOIs: a preprint and its article, a conference and a journal
version, numbered versions of one DOI (`.v1`, `/v2`), or a recurring title, such as that of a column. Otherwise it is
warning.

## What is not flagged
- Titles shorter than 25 letters, and titles that many works have: front matter, editorials, replies, notices.
- Datasets, and other records that are not articles, conference papers, chapters, preprints, or reports.
- Records without an author, a year, or a DOI.
- Records with the same abstract (reported by DUP003).
- Further records of a cluster, because each cluster is reported once, at its second record.

## References
- Crossref, duplicate DOIs and aliases, https://www.crossref.org/documentation/register-maintain-records/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.duplicates.bare_text import ABSTRACT
from scholint.checks.duplicates.groups import (
    COUNTED,
    RELATED,
    TEMPLATE_TITLES,
    cluster,
    derived,
    first_doi,
    is_representative,
    members,
)
from scholint.checks.duplicates.works import WORK
from scholint.checks.message import quoted
from scholint.checks.rule import Across, Check, Folding, Scan, rule
from scholint.checks.values.names import family
from scholint.checks.values.text import letters

# Titles that many works of one author may have.
_OPENINGS = r"(?:guest )?(?:editorial|introduction|preface|foreword|(?:author.{0,3} |the )*(?:reply|response|comments?)\b"
_SECTIONS = (
    r"|letters?\b|obituary|abstracts?\b|news\b|index|in this issue|discussion|book review|review of|in memoriam"
    r"|proceedings|report of|annual report|supplement|additional file|correspondence|case \d|abstract \w?\d)"
)
_RECURRING = rf"(?i)^\W*{_OPENINGS}{_SECTIONS}"
_SHORTEST = 25
_DISTINCTIVE = (
    (pl.col("title_key").str.len_chars() >= _SHORTEST)
    & ~pl.col("is_matter")
    & ~pl.col("is_notice")
    & ~pl.col("title").str.contains(_RECURRING)
    & (
        pl.col("kind").is_null()
        | pl.col("kind").is_in(["article", "conference", "chapter", "preprint", "report"])
    )
    & pl.col("doi_key").is_not_null()
    & pl.col("year_published").is_not_null()
)
# figshare, Research Square, and other platforms number the versions of one DOI.
_VERSIONLESS = pl.col("work_doi").str.replace(r"[./](?:v|pub)\d+$", "")

_EXPLAINED = ("preprint and article", "conference and journal version", "versions of one preprint")

_AUTHOR = letters(family(pl.col("authors").list.first()))


@rule(
    code="DUP005",
    severity="warning",
    fields=["title"],
    since="0.1.0",
    needs=["batch"],
    bad=[
        {
            "title": "A study of tides in eleven harbours",
            "doi": "10.1000/1",
            "authors": ["Ada Lumen"],
            "year": "2020",
        },
        {
            "title": "A Study of Tides in Eleven Harbours.",
            "doi": "10.2000/7",
            "authors": ["Lumen, A."],
            "year": "2021",
        },
    ],
    good=[
        {
            "title": "A study of tides in eleven harbours",
            "doi": "10.1000/1",
            "authors": ["Ada Lumen"],
            "year": "2020",
        },
        {
            "title": "A study of tides in eleven harbours",
            "doi": "10.2000/7",
            "authors": ["Bo Ferrer"],
            "year": "2021",
        },
    ],
)
def duplicate_work() -> Check:
    """Return a check that flags works with the same title and first author but another DOI.

    The works of a group are dated within a year of its first work.
    """
    group = "work_key"
    near = (pl.col("work_year") - pl.col("work_year").first().over(group)).abs() <= 1
    versions = _VERSIONLESS.filter(COUNTED).n_unique().over(group) == 1
    works = COUNTED.sum().over(group)
    # A column of a journal has the same title in several issues.
    journals = pl.col("journal_letters").filter(COUNTED).n_unique().over(group)
    column = (journals == 1) & (pl.col("work_spot").filter(COUNTED).n_unique().over(group) > 1)
    recurs = (works >= TEMPLATE_TITLES) | column
    version = pl.when(versions).then(pl.lit("numbered versions of one DOI"))
    form = pl.when(RELATED.is_in(_EXPLAINED)).then(RELATED)
    relation = pl.coalesce(
        version,
        pl.when(works >= TEMPLATE_TITLES).then(pl.format("recurring title, {} works", works)),
        pl.when(column).then(pl.lit("same journal, different volume, issue, or pages")),
        form,
    )
    return Check(
        field="title",
        when=pl.col(group).is_not_null(),
        violates=is_representative(group, COUNTED),
        severity=pl.when(relation.is_null()).then(pl.lit("warning")).otherwise(pl.lit("info")),
        message=pl.format(
            "title {} by the same first author also has the DOI {}{}",
            quoted("work_title"),
            first_doi(group, COUNTED),
            pl.format(": {}", relation).fill_null(""),
        ),
        value=pl.col("work_title"),
        evidence={"relation": relation.fill_null("same work under two DOIs"), **cluster(group, COUNTED)},
        scan=Scan(steps=derived(group, members(group, "abstract_hash") & near)),
        across=Across(
            keys={
                group: pl.when(_DISTINCTIVE & (_AUTHOR != "")).then(
                    pl.col("title_key").hash(4) ^ _AUTHOR.hash(3)
                ),
                "abstract_hash": ABSTRACT["abstract_hash"],
                **WORK,
            },
            group_by=group,
            min_rows=2,
        ),
        # All recurring titles are folded, regardless of how many works have them.
        folding=Folding(
            alike=(
                pl.coalesce(version, pl.when(recurs).then(pl.lit("recurring title")), form),
                pl.col("source").first().over(group),
            )
        ),
    )
