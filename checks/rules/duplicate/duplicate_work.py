"""One title by one author within a year, under different DOIs.

## Why it matters
The work was registered twice, or two sources gave it two DOIs: citations and counts are split between them.

## How to fix
Resolve both DOIs; keep the one of the version of record, and relate the other to it.

## What is not flagged
Looked at: titles of 25 letters or more that are no front matter, editorial, reply, notice or dataset, with author, year
and DOI. Told once a cluster, and as info where the records explain it: a preprint and its article, a conference and a
journal version, versions of one DOI (`.v1`, `/v2`), or a title that five DOIs share, which is a series. Records whose
abstracts are the same too are `DUP003`.

## References
- Crossref: duplicate DOIs and aliases, https://www.crossref.org/documentation/register-maintain-records/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.duplicates.bare_text import ABSTRACT
from scholint.checks.duplicates.groups import COUNTED, MANY, RELATED, cluster, derived, members, place, told
from scholint.checks.duplicates.works import WORK
from scholint.checks.message import quoted
from scholint.checks.rule import Across, Check, Grouping, Scan, rule
from scholint.checks.values.names import family
from scholint.checks.values.text import letters

_RECURRING = (
    r"(?i)^\W*(?:guest )?(?:editorial|introduction|preface|foreword|(?:author.{0,3} |the )*(?:reply|response|comments?)\b"
    r"|letters?\b|obituary|abstracts?\b|news\b|index|in this issue|discussion|book review|review of|in memoriam"
    r"|proceedings|report of|annual report|supplement|additional file|correspondence|case \d|abstract \w?\d)"
)
_LEAST = 25
_DISTINCTIVE = (
    (pl.col("title_key").str.len_chars() >= _LEAST)
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
# figshare, Research Square and others number the versions of one DOI.
_VERSIONLESS = pl.col("work_doi").str.replace(r"[./](?:v|pub)\d+$", "")

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
    """Group by title and first author; members have DOIs of their own, and the year of the first or its neighbour."""
    group = "work_key"
    near = (pl.col("work_year") - pl.col("work_year").first().over(group)).abs() <= 1
    versions = _VERSIONLESS.filter(COUNTED).n_unique().over(group) == 1
    # A column of one journal: the same title at another place of each issue.
    journals = pl.col("outlet").filter(COUNTED).n_unique().over(group)
    recurs = (journals == 1) & (pl.col("work_spot").filter(COUNTED).n_unique().over(group) > 1)
    explained = (
        pl.when(versions)
        .then(pl.lit("versions of one DOI"))
        .when((COUNTED.sum().over(group) >= MANY) | recurs)
        .then(pl.lit("a title that recurs"))
        .when(
            RELATED.is_in(
                ["preprint and article", "conference and journal version", "versions of one preprint"]
            )
        )
        .then(RELATED)
    )
    return Check(
        field="title",
        when=pl.col(group).is_not_null(),
        violates=told(group, COUNTED),
        severity=pl.when(explained.is_null()).then(pl.lit("warning")).otherwise(pl.lit("info")),
        message=pl.format(
            "{} also stands under another DOI on {}{}",
            quoted("work_title"),
            place(group, COUNTED),
            pl.format(" ({})", explained).fill_null(""),
        ),
        value=pl.col("work_title"),
        evidence={"relation": explained.fill_null("the same work under two DOIs"), **cluster(group, COUNTED)},
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
        grouping=Grouping(alike=(explained, pl.col("source").first().over(group))),
    )
