"""A work of a type that has authors, without any.

## Why it matters
Authors are how people search, and how credit is given.

## How to fix
Fetch the authors from the registry by DOI.

## What is not flagged
A field that the format has no place for, or that a plain source has no column for, is not called empty;
one that no record of a source fills, of 20 at least, is told once. Front matter, editorials, reviews of books, notices, datasets and
types without authors by nature pass; so does what is called so by its title or by pages such as `iii-v` and `IFC`,
and what stands in a dictionary or an encyclopedia. Chapters pass, since those of a monograph have the book's
authors; so do pieces of one page without an abstract, since news, notes and letters are often unsigned.

## References
- Crossref metadata best practices, https://www.crossref.org/documentation/principles-practices/best-practices/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.contract import is_provided
from scholint.checks.rule import Check, Grouping, Scan, rule
from scholint.checks.values.text import is_empty, letters

_AUTHORED = ["article", "preprint", "conference", "thesis"]
_UNSIGNED = (
    r"(?i)^\W*(?:briefly noted|calls? for papers|current comments?|queries and (?:minor )?notes|noted with interest|literature review|(?:conference|society) news"
    r"|(?:medical literature |.* meeting )?abstracts(?: from .*)?|comptes rendus|redactioneel|quick (?:reference|consult)\b.*"
    r"|program/abstract.*|.*\b(?:annual|spring) meeting(?: report|\. .*| abstracts.*)?|.* highlights|highlights from .*"
    r"|appendi(?:x|ces)\b.*|(?:introduction to the )?special (?:section|issue)\b.*|book reviews?\b.*|inleiding"
    r"|american society of .*annual meeting.*|proceedings, etc|.* [-–—] (?:front|back) cover|.* cover and (?:front|back) matter|.* announcements?)\W*$"
)
_WORKS_OF_REFERENCE = r"(?i)encyclop|dictionar|lexi[ck]on|wörterbuch|springerreference|enzyklop"
_FRONT_PAGES = (
    r"(?i)^\s*(?:[ivxl]+(?:-[ivxl]+)?|[ifoib]{1,2}c\d?|co\d|np(?:-np)?|[ifc]\d{1,2}-[ifc]\d{1,2})\s*$"
)
_ONE_PAGE = r"^\s*\d{1,4}\s*$"
_PAIR = r"^\s*(\d+)\s*[-–]\s*(\d+)\s*$"
_REGISTERED = r"(?i)trial regist"


@rule(
    code="EMP003",
    severity="warning",
    fields=["authors"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "authors": []},
    good={"title": "A study of tides", "doi": "10.1000/1", "authors": ["Anna Lis"]},
)
def missing_authors() -> Check:
    """Look at the field where the source has it at all."""
    nobody = (pl.col("authors").list.join("").str.strip_chars() == "").fill_null(value=True)
    # Judged only where nobody is named, since letters are folded at a price.
    title = pl.when(nobody & is_provided("authors")).then(pl.col("title")).otherwise(pl.lit(""))
    front = pl.col("pages").str.contains(_FRONT_PAGES) & (pl.col("kind") == "article")
    one_page = pl.col("pages").str.contains(_ONE_PAGE) | (
        pl.col("pages").str.extract(_PAIR, 1) == pl.col("pages").str.extract(_PAIR, 2)
    )
    return Check(
        field="authors",
        when=is_provided("authors")
        & ~pl.col("is_titleless")
        & ~pl.col("is_matter")
        & ~pl.col("is_notice")
        & ~_begins_with(title, pl.col("journal")).fill_null(value=False)
        & ~title.str.contains(_UNSIGNED).fill_null(value=False)
        & ~pl.col("journal").str.contains(_WORKS_OF_REFERENCE).fill_null(value=False)
        & ~pl.col("type").str.contains(_REGISTERED).fill_null(value=False)
        & (pl.col("type_key") != "referenceentry").fill_null(value=True)
        & ~front.fill_null(value=False)
        & ~(one_page.fill_null(value=False) & is_empty("abstract") & ~is_empty("title"))
        & (pl.col("title_key").str.len_chars() > 1).fill_null(value=True)
        & pl.col("kind").is_in(_AUTHORED).fill_null(value=True),
        violates=nobody,
        message="the record names no author",
        value=pl.lit(None, pl.String),
        scan=Scan(on_empty=True),
        grouping=Grouping(absent=("authors",)),
    )


def _begins_with(title: pl.Expr, journal: pl.Expr) -> pl.Expr:
    """Boolean: the title is the journal's name or begins with it; `&` and `and` are the same."""
    name = letters(
        pl.when(title != "").then(journal).otherwise(pl.lit("")).str.replace_all("&", "and", literal=True)
    )
    return (name.str.len_chars() > 0) & letters(
        title.str.replace_all("&", "and", literal=True)
    ).str.starts_with(name)
