"""Title contains a citation, such as a DOI or a volume with pages.

## Why it matters
The field was filled from a reference list, and the title matches nothing elsewhere.

## How to fix
Look up the title with the DOI.

## What is not flagged
- Reviews, since they name the book and its pages (`pp. xii + 320`).
- Replies and comments, since they cite an article.
- Notices (reported by TTL009).

## References
- Crossref metadata best practices, https://www.crossref.org/documentation/principles-practices/best-practices/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Scan, rule

_CITED = (
    r"(?i)\bdoi(?:\.org/|:\s?)10\.\d{4,9}/\S+"
    r"|\bvol(?:ume|\.)?\s?\d+,\s?(?:no|issue|iss|nr)\.?\s?\d+.{0,20}\bpp?\.?\s?\d+"
    r"|\b(?:19|20)\d\d\s?;\s?\d+\s?(?:\(\d+\))?\s?:\s?\d+"
)
# Reference styles: `Lis, A. (2002).` (APA), `Lis, A., 2002.` (Elsevier), `// Source` (GOST), and `In: …, vol. 3, p. 5`.
_APA = r"\p{Lu}[\pL'’-]+,\s(?:\p{Lu}\.[\s-]?){1,3}[^()]{0,200}\((?:19|20)\d\d\)\.\s"
_ELSEVIER = r"^\p{Lu}[\pL'’-]+,\s(?:\p{Lu}\.[\s-]?){1,3},\s(?:19|20)\d\d\.\s"
_GOST = r"\s//\s.{3,150}\b(?:19|20)\d\d\b"
_PART_OF_A_BOOK = r"\bIn:\s.{3,150},\s(?i:vol)\.?\s?\d+,\s(?i:pp?)\.\s?\d+"
_VOLUME_YEAR_PAGES = r",\s[^,]{3,100}\s\d{1,4}\s\((?:19|20)\d\d\)\s\d+\s?[-–]\s?\d+\.?$"
_REFERENCE = f"({_APA}|{_ELSEVIER}|{_GOST}|{_PART_OF_A_BOOK}|{_VOLUME_YEAR_PAGES})"

# Every citation contains one of these.
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
    """Return a check that flags titles with a DOI, a volume with pages, or a reference in a common style."""
    title = pl.col("title")
    piece = pl.coalesce(title.str.extract(f"({_CITED})", 1), title.str.extract(_REFERENCE, 1))
    return Check(
        field="title",
        when=~pl.col("is_notice") & (pl.col("kind") != "book-review").fill_null(value=True),
        violates=piece.is_not_null()
        & ~title.str.contains(r"(?i)\breply|comment on|response to|review of|\[.*10\.\d{4}"),
        message=pl.format("title contains a citation: {}", quoted(piece)),
        scan=Scan(prefilter=_HINT),
    )
