"""Publication date differs from the year encoded in the DOI.

## Why it matters
The date belongs to another event, such as indexing, or the DOI belongs to another work.

## How to fix
Open the DOI, and take the publication date from the landing page.

## What is not flagged
- DOIs whose suffix does not have the form ISSN-year-volume-issue-page-page with a valid ISSN. Only this form shows which
  number is the year of the issue.
- Dates until the end of March of the next year (option `late_until_month`), because issues may appear late.
- Dates in the previous year, because articles may appear online first.

## Options
- `late_until_month`: last month of the next year in which an issue may appear late.

## References
- ISO 26324:2022, Digital object identifier system
- DOI Handbook, https://www.doi.org/the-identifier/resources/handbook/
- Crossref, `published-print` and `published-online`
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Scan, rule
from scholint.checks.values.issn import issn_is_valid
from scholint.checks.values.text import is_empty

_date = pl.when(~is_empty("published")).then(pl.col("published")).otherwise(pl.col("year"))


@rule(
    code="DOI008",
    severity="warning",
    fields=["doi", "published"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.46272/2409-3416-2021-9-4-84-100", "published": "2022-05-11"},
    good={
        "title": "A study of tides",
        "doi": "10.46272/2409-3416-2021-9-4-84-100",
        "published": "2021-12-30",
    },
)
def doi_date_conflict(*, late_until_month: int = 3) -> Check:
    """Return a check that flags publication dates that differ from the year in the DOI suffix.

    The year before is accepted. The first months of the year after are accepted, too, because issues may be
    late.
    """
    year, published = pl.col("suffix_year"), pl.col("year_published")
    month = pl.col("published").str.extract(r"^\d{4}-(\d{1,2})", 1).cast(pl.Int32, strict=False)
    late = (published == year + 1) & (month > late_until_month).fill_null(value=False)
    return Check(
        field="published",
        when=issn_is_valid(pl.col("suffix_issn")) & year.is_not_null() & published.is_not_null(),
        violates=late | (published > year + 1) | (published < year - 1),
        message=pl.format(
            "publication date {} does not match `{}`, the year encoded in the DOI", quoted(_date), year
        ),
        value=_date,
        evidence={"doi": pl.col("doi"), "year": year},
        scan=Scan(on_empty=True),
    )
