"""One abstract under different DOIs or titles.

## Why is this bad?
One of the records carries another work's abstract, or one work stands under several DOIs.

## How to mend
Compare the records with their landing pages; the evidence names the likely relation.

## Known limits
Compared by letters alone, from 200 letters on. A preprint and its article, an erratum, or a work of the same title
in another form (conference and journal, editions) share an abstract rightly: told as info. The same title with the
same or no DOI is one work recorded twice, told as info too.

## References
- COPE: redundant publication; Crossref: `is-preprint-of`, `is-version-of`
"""

from __future__ import annotations

import polars as pl

from scholint.checks.clusters import CONTENT, cluster, place
from scholint.checks.rule import Check, rule

_LEAST = 200
_LONG = pl.when(pl.col("abstract").str.len_bytes() >= _LEAST).then(pl.col("abstract")).otherwise(pl.lit(""))
_LETTERS = _LONG.str.replace_all(r"[^\pL]+", "")
_HASH = pl.when(_LETTERS.str.len_chars() >= _LEAST).then(_LETTERS.str.to_lowercase().hash(0))
# Prefixes of preprint servers, from Crossref's and DataCite's member lists.
_SERVERS = [
    "10.1101",
    "10.64898",
    "10.48550",
    "10.21203",
    "10.2139",
    "10.20944",
    "10.26434",
    "10.31234",
    "10.31219",
    "10.31235",
    "10.22541",
    "10.36227",
    "10.31222",
]
_FORM = (
    pl.when(pl.col("is_notice"))
    .then(pl.lit("notice"))
    .when(
        (pl.col("kind") == "preprint")
        | pl.col("doi_prefix").is_in(_SERVERS)
        | pl.col("id").str.starts_with("arXiv:")
    )
    .then(pl.lit("preprint"))
)


@rule(
    code="DUP003",
    severity="warning",
    fields=["abstract"],
    since="0.1.0",
    needs=["batch"],
    bad=[
        {
            "title": "A study of tides",
            "doi": "10.1000/1",
            "abstract": "We measured the tides of eleven harbours along the western coast for two years, corrected the readings for the pressure of the air, and compared them with the tables that the harbour offices had printed. The tables were right in nine harbours. In two they were early by a quarter of an hour, since the gauges had been moved.",
        },
        {
            "title": "A history of bread",
            "doi": "10.1000/2",
            "abstract": "We measured the tides of eleven harbours along the western coast for two years, corrected the readings for the pressure of the air, and compared them with the tables that the harbour offices had printed. The tables were right in nine harbours. In two they were early by a quarter of an hour, since the gauges had been moved.",
        },
    ],
    good=[
        {"title": "A study of tides", "doi": "10.1000/1", "abstract": "We measured."},
        {"title": "A history of bread", "doi": "10.1000/2", "abstract": "We measured."},
    ],
)
def duplicate_abstract() -> Check:
    """Group by a hash of the abstract's letters, and name the relation to the first record of the group."""
    group = "abstract_hash"
    first = {name: pl.col(name).first().over(group) for name in ("work_doi", "work_title", "work_form")}
    same_title = pl.col("work_title") == first["work_title"]
    relation = (
        pl.when(
            pl.col("work_form").eq_missing(pl.lit("notice")) | first["work_form"].eq_missing(pl.lit("notice"))
        )
        .then(pl.lit("notice"))
        .when(
            pl.col("work_form").eq_missing(pl.lit("preprint"))
            != first["work_form"].eq_missing(pl.lit("preprint"))
        )
        .then(pl.lit("preprint and article"))
        .when(
            same_title
            & (
                pl.col("work_doi").is_null()
                | first["work_doi"].is_null()
                | (pl.col("work_doi") == first["work_doi"])
            )
        )
        .then(pl.lit("the same work, recorded twice"))
        .when(same_title)
        .then(pl.lit("versions or editions of one work"))
        .otherwise(pl.lit("unexplained"))
    )
    return Check(
        field="abstract",
        keys={
            group: _HASH,
            "content": CONTENT,
            "work_doi": pl.col("doi_key"),
            "work_title": pl.col("title_key").hash(1),
            "work_form": _FORM,
            "shown": pl.col("abstract").str.slice(0, 200),
        },
        when=pl.col(group).is_not_null(),
        violates=(pl.col("content") != pl.col("content").first().over(group))
        & (pl.int_range(pl.len()).over(group) > 0),
        severity=pl.when(relation == "unexplained").then(pl.lit("warning")).otherwise(pl.lit("info")),
        message=pl.format("the abstract also stands on {} ({})", place(group), relation),
        value=pl.col("shown"),
        evidence={"relation": relation, **cluster(group)},
    )
