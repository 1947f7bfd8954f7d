"""Author list is empty, although works of this type usually have authors.

## Why it matters
The work cannot be found by author, and nobody receives credit for it.

## How to fix
Take the authors from the registry of the DOI (Crossref or DataCite), or from the landing page.

## What is not flagged
- Sources that cannot contain the field: formats without it, and plain CSV, TSV, JSON, or Parquet files without a
  column for it.
- Individual records, if the field is empty in all records of a source with at least 20 records. They are reported once
  for the source.
- Types other than article, preprint, conference paper, and thesis. The rule skips chapters because the chapters of a
  monograph have the authors of the book. It checks records without a type.
- Front matter, editorials, book reviews, notices, and other unsigned works. The rule recognizes them by their title, or
  by pages such as `iii-v` and `IFC`.
- Records whose title starts with the journal title, such as covers.
- Entries in dictionaries and encyclopedias, and records of trial registries.
- Works of one page without an abstract, because news, notes, and letters are often unsigned.

## References
- Crossref, metadata best practices, https://www.crossref.org/documentation/principles-practices/best-practices/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.contract import is_provided
from scholint.checks.rule import Check, Folding, Scan, rule
from scholint.checks.values.pages import is_one_page
from scholint.checks.values.text import is_empty, letters

_AUTHORED = ["article", "preprint", "conference", "thesis"]
# Titles of works that are usually unsigned, in several languages.
_NOTES = (
    r"briefly noted|calls? for papers|current comments?|queries and (?:minor )?notes|noted with interest|"
    r"literature review|(?:conference|society) news|.* announcements?|book reviews?\b.*|comptes rendus"
)
_DIGESTS = (
    r"(?:medical literature |.* meeting )?abstracts(?: from .*)?|program/abstract.*|.* highlights|"
    r"highlights from .*|quick (?:reference|consult)\b.*|proceedings, etc"
)
_MEETINGS = (
    r".*\b(?:annual|spring) meeting(?: report|\. .*| abstracts.*)?|american society of .*annual meeting.*"
)
_PARTS_OF_AN_ISSUE = (
    r"redactioneel|inleiding|appendi(?:x|ces)\b.*|(?:introduction to the )?special (?:section|issue)\b.*|"
    r".* [-–—] (?:front|back) cover|.* cover and (?:front|back) matter"
)
_UNSIGNED = rf"(?i)^\W*(?:{_NOTES}|{_DIGESTS}|{_MEETINGS}|{_PARTS_OF_AN_ISSUE})\W*$"
_REFERENCE_WORKS = r"(?i)encyclop|dictionar|lexi[ck]on|wörterbuch|springerreference|enzyklop"
# Roman numerals, covers (`IFC`, `OBC`, `C2`), `NP` for no page, and page numbers of front matter (`i1-i4`).
_FRONT_PAGES = (
    r"(?i)^\s*(?:[ivxl]+(?:-[ivxl]+)?|[ifoib]{1,2}c\d?|co\d|np(?:-np)?|[ifc]\d{1,2}-[ifc]\d{1,2})\s*$"
)
_SINGLE_PAGE = r"^\s*\d{1,4}\s*$"
_TRIAL_REGISTRY = r"(?i)trial regist"


@rule(
    code="EMP003",
    severity="warning",
    fields=["authors"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "authors": []},
    good={"title": "A study of tides", "doi": "10.1000/1", "authors": ["Anna Lis"]},
)
def missing_authors() -> Check:
    """Return a check that flags records without authors, if the source can contain them."""
    empty = (pl.col("authors").list.join("").str.strip_chars() == "").fill_null(value=True)
    # Only titles of records without authors are compared, because reducing titles to letters is expensive.
    title = pl.when(empty & is_provided("authors")).then(pl.col("title")).otherwise(pl.lit(""))
    front = pl.col("pages").str.contains(_FRONT_PAGES) & (pl.col("kind") == "article")
    one_page = pl.col("pages").str.contains(_SINGLE_PAGE).fill_null(value=False) | is_one_page()
    return Check(
        field="authors",
        when=is_provided("authors")
        & ~pl.col("is_titleless")
        & ~pl.col("is_matter")
        & ~pl.col("is_notice")
        & ~_starts_with_journal(title, pl.col("journal")).fill_null(value=False)
        & ~title.str.contains(_UNSIGNED).fill_null(value=False)
        & ~pl.col("journal").str.contains(_REFERENCE_WORKS).fill_null(value=False)
        & ~pl.col("type").str.contains(_TRIAL_REGISTRY).fill_null(value=False)
        & (pl.col("type_key") != "referenceentry").fill_null(value=True)
        & ~front.fill_null(value=False)
        & ~(one_page & is_empty("abstract") & ~is_empty("title"))
        & (pl.col("title_key").str.len_chars() > 1).fill_null(value=True)
        & pl.col("kind").is_in(_AUTHORED).fill_null(value=True),
        violates=empty,
        message="author list is empty",
        value=pl.lit(None, pl.String),
        scan=Scan(on_empty=True),
        folding=Folding(absent=("authors",)),
    )


def _starts_with_journal(title: pl.Expr, journal: pl.Expr) -> pl.Expr:
    """Boolean: true if the title starts with the journal title. `&` and `and` count as equal."""
    name = letters(
        pl.when(title != "").then(journal).otherwise(pl.lit("")).str.replace_all("&", "and", literal=True)
    )
    return (name.str.len_chars() > 0) & letters(
        title.str.replace_all("&", "and", literal=True)
    ).str.starts_with(name)
