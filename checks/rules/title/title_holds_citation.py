"""A title that holds its own citation: authors, a DOI, volume and pages.

## Why it matters
The field was filled from a reference list; the title matches nothing elsewhere.

## How to fix
Fetch the title by its DOI.

## What is not flagged
Seen by a DOI, a link to one, or `vol. 3, no. 2, pp. 5-9`. A review names the book that it is about, with
its pages (`pp. xii + 320`), and passes; so does a reply that cites an article in brackets.

## References
- Crossref metadata best practices, https://www.crossref.org/documentation/principles-practices/best-practices/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Scan, rule

_CITED = r"(?i)\bdoi(?:\.org/|:\s?)10\.\d{4,9}/\S+|\bvol(?:ume|\.)?\s?\d+,\s?(?:no|issue|iss|nr)\.?\s?\d+.{0,20}\bpp?\.?\s?\d+|\b(?:19|20)\d\d\s?;\s?\d+\s?(?:\(\d+\))?\s?:\s?\d+"

# References in the styles of APA and Elsevier, of GOST (two slashes before the source), and of a book's part.
_REFERENCE = (
    r"(\p{Lu}[\pL'’-]+,\s(?:\p{Lu}\.[\s-]?){1,3}[^()]{0,200}\((?:19|20)\d\d\)\.\s|^\p{Lu}[\pL'’-]+,\s(?:\p{Lu}\.[\s-]?){1,3},\s(?:19|20)\d\d\.\s"
    r"|\s//\s.{3,150}\b(?:19|20)\d\d\b|\bIn:\s.{3,150},\s(?i:vol)\.?\s?\d+,\s(?i:pp?)\.\s?\d+|,\s[^,]{3,100}\s\d{1,4}\s\((?:19|20)\d\d\)\s\d+\s?[-–]\s?\d+\.?$)"
)

_HINT = r"(?i:doi|vol)|(?:19|20)\d\d|In:\s"


@rule(
    code="TTL012",
    severity="info",
    fields=["title"],
    since="0.1.0",
    bad={"title": "A study of tides. Tidal Letters, vol. 3, no. 2, pp. 5-9", "doi": "10.1000/1"},
    good={"title": "Tides: A history. By A. Lis. Pp. xii + 320. Harbour Press, 1999", "doi": "10.1000/1"},
)
def title_holds_citation() -> Check:
    """Match a DOI or a volume with its pages."""
    title = pl.col("title")
    piece = pl.coalesce(title.str.extract(f"({_CITED})", 1), title.str.extract(_REFERENCE, 1))
    return Check(
        field="title",
        when=~pl.col("is_notice") & (pl.col("kind") != "book-review").fill_null(value=True),
        violates=piece.is_not_null()
        & ~title.str.contains(r"(?i)\breply|comment on|response to|review of|\[.*10\.\d{4}"),
        message=pl.format("the title holds a citation: {}", quoted(piece)),
        scan=Scan(prefilter=_HINT),
    )
