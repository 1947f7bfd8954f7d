"""A field that is empty while the record holds its value elsewhere: in a link, or inside the DOI.

## Why it matters
The record is poorer than it need be, and looks wrong to every rule about empty fields.

## How to fix
Copy the value from where it stands; the evidence says where.

## Fix safety
Unsafe: the value is read from a pattern or from another field, and may be another edition's.

## What is not flagged
Year, volume, issue and pages are taken from a DOI only where its suffix is written in full as
ISSN-year-volume-issue-page-page, with a valid ISSN. Links to several DOIs say nothing about which is the work's.
Patterns of single publishers are not learned.

## References
- DOI Handbook, 2.2 (a suffix may hold other identifiers)
- ISO 3297 (ISSN)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scholint.checks.contract import is_provided
from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, Scan, rule
from scholint.checks.values.doi import bare_doi
from scholint.checks.values.issn import issn_is_valid
from scholint.checks.values.text import is_empty

if TYPE_CHECKING:
    from collections.abc import Mapping

_DOI_LINK = r"(?i)^https?://(?:dx\.|www\.)?doi\.org/10\."


@rule(
    code="EMP012",
    severity="warning",
    fields=["doi", "doi_url", "published", "year", "volume", "issue", "pages", "issns"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": None, "links": ["https://doi.org/10.1000/1"]},
    good={"title": "A study of tides", "doi": "10.1000/1", "links": ["https://doi.org/10.1000/1"]},
)
def recoverable_empty() -> list[Check]:
    """Look into the links and the DOI's suffix."""
    no_link = is_provided("doi_url") & is_empty("doi_url") & ~is_empty("doi")
    no_doi = is_provided("doi") & is_empty("doi")
    # Only where it is wanted, since lists are looked through at a price.
    links = pl.when(no_link | no_doi).then(pl.col("links"))
    doi_links = links.list.eval(pl.element().filter(pl.element().str.contains(_DOI_LINK)))
    link = pl.when(doi_links.list.eval(_doi_of(pl.element())).list.n_unique() == 1).then(
        doi_links.list.first()
    )
    from_link = {"from": pl.lit("links"), "link": link}
    valid = issn_is_valid(pl.col("suffix_issn")) & pl.col("suffix_volume").is_not_null()
    cited = pl.col("is_article") & (is_provided("volume") | is_provided("issue") | is_provided("pages"))
    undated = is_empty("published") & is_empty("year")
    from_doi = {
        "from": pl.lit("doi"),
        "pattern": pl.lit("ISSN-year-volume-issue-page-page"),
        "doi": pl.col("doi"),
    }
    return [
        _check(
            "doi_url",
            no_link,
            link,
            from_link,
            "a link",
        ),
        _check("doi", no_doi, _doi_of(link), from_link, "a link"),
        *(
            _check(
                name, provided & valid & undated, pl.col("suffix_year").cast(pl.String), from_doi, "the DOI"
            )
            for name, provided in (
                ("year", is_provided("year")),
                ("published", is_provided("published") & ~is_provided("year")),
            )
        ),
        *(
            _check(name, cited & valid & is_empty(name), pl.col(f"suffix_{name}"), from_doi, "the DOI")
            for name in ("volume", "issue", "pages")
        ),
        _check(
            "issns",
            is_provided("issns") & valid & (pl.col("issns").list.len() == 0).fill_null(value=True),
            pl.col("suffix_issn"),
            from_doi,
            "the DOI",
        ),
    ]


def _doi_of(link: pl.Expr) -> pl.Expr:
    """String: the DOI that a link ends in, without a query or the full stop of its sentence."""
    return bare_doi(link.str.replace(r"(?:\?.*|[.,;]+)$", ""))


def _check(
    name: str, empty: pl.Expr, recovered: pl.Expr, evidence: Mapping[str, pl.Expr], place: str
) -> Check:
    return Check(
        field=name,
        violates=empty & recovered.is_not_null(),
        message=pl.format(f"the field is empty, while {place} holds {{}}", quoted(recovered)),
        value=pl.lit(None, pl.String),
        evidence=evidence,
        fix=Fix(value=recovered),
        scan=Scan(on_empty=True),
    )
