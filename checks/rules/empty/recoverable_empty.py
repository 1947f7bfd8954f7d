"""Field is empty although a link or the DOI contains its value.

## Why it matters
The record is less complete than it could be, and other rules report the field as empty.

## How to fix
Compare the value with the landing page of the DOI, and copy it to the field. The evidence says where the value was found.

## Fix safety
Unsafe. The fix takes the value from another field, which may belong to another edition of the work.

## What is not flagged
- Records with links to several DOIs.
- Empty ISSN, year, volume, issue, and pages, unless the DOI suffix has the form ISSN-year-volume-issue-page-page with a
  valid ISSN, as in `10.46272/2409-3416-2021-9-4-84-100`. Links are not searched for these fields.

## References
- DOI Handbook, section 2.2 (a suffix may contain another identifier),
  https://www.doi.org/the-identifier/resources/handbook/
- ISO 3297, International standard serial number (ISSN)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scholint.checks.contract import is_provided
from scholint.checks.message import LABELS, quoted
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
    """Return checks that flag empty fields whose values can be read from the links or the DOI suffix."""
    no_link = is_provided("doi_url") & is_empty("doi_url") & ~is_empty("doi")
    no_doi = is_provided("doi") & is_empty("doi")
    # Searching lists is expensive, so only the links of records that may need one are searched.
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
            "a link of the record",
        ),
        _check("doi", no_doi, _doi_of(link), from_link, "a link of the record"),
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
    """Return the DOI at the end of a link, without a query and without sentence punctuation (String)."""
    return bare_doi(link.str.replace(r"(?:\?.*|[.,;]+)$", ""))


def _check(
    name: str, empty: pl.Expr, recovered: pl.Expr, evidence: Mapping[str, pl.Expr], place: str
) -> Check:
    return Check(
        field=name,
        violates=empty & recovered.is_not_null(),
        message=pl.format(f"{LABELS[name]} is empty, but {place} contains {{}}", quoted(recovered)),
        value=pl.lit(None, pl.String),
        evidence=evidence,
        fix=Fix(value=recovered),
        scan=Scan(on_empty=True),
    )
