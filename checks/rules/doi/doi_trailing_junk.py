"""DOI is followed by text that is not part of it, such as a period or `/pdf`.

## Why it matters
The DOI does not resolve, and does not match the same DOI in other sources. The work is imported a second time, and its
citations are lost.

The extra text usually comes from one of these places:

- a sentence or a reference list: `.`, `,`, `;`, `)`, `(in press)`, `Epub ahead of print`
- the address of a page: `/full`, `/abstract`, `/pdf`, `.html`, `?download=true`, `#citeas`
- markup or escaping: `</a>`, `&gt;`, `%20`
- labels: `[doi]`, `PMID: 12345678`

## How to fix
1. Remove the trailing text.
2. Open `https://doi.org/` followed by the shortened DOI, and check that the page shows the title of the record.

## Fix safety
Unsafe. The fix removes the trailing text, but registrants may register a DOI that ends this way.

## What is not flagged
- Records from Crossref or DataCite, because the DOI is registered with this ending.
- A closing bracket with its opening bracket: `10.1016/0022-2836(81)90087-5`.
- Angle brackets in SICI suffixes, plain or escaped: `10.1002/(SICI)1097-461X(1998)66:4<261::AID-QUA1>3.0.CO;2-T`.
- A period after year, volume, and issue: `10.1000/tides.2020.12.3.` Some societies register DOIs with the page number left empty.
- Two DOIs in one field (reported by DOI005).
- Whitespace and invisible characters (reported by DOI003).
- A resolver or a label before the DOI (reported by DOI002).

A few registered DOIs end with a period. The rule flags them too, which is why it is a warning and its fix is unsafe.

## References
- ISO 26324:2022, Digital object identifier system
- DOI Handbook, https://www.doi.org/the-identifier/resources/handbook/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, rule
from scholint.checks.values.doi import REGISTRY_FORMATS, contains_two_dois
from scholint.checks.values.text import keep_matching

# The end of the address of a page: `/full`, `.pdf`, a query, or a fragment.
_PAGE = (
    r"/(?:abstract|full|fulltext|full-text|pdf|epdf|pdfdirect|meta|summary|html|references|xml)|\.pdf|\.html?"
)
_QUERY = r"\?[a-z_]+=.*"
_FRAGMENT = r"#(?:abstract|full|citeas|references?|sec-?\d+|ref-[a-z0-9-]+|page-\d+)"
# Remains of markup: entities, and tags that may be incomplete.
_MARKUP = r"&(?:lt|gt|amp|quot|nbsp);.*|</?[a-z]+ ?/?>?"
# Labels of PubMed's format and of reference lists, and encoded whitespace.
_LABEL = r"\s*\[(?:doi|pii)\]|[.;,\s]*pm(?:c?id)[:\s]*\d*"
_ENCODED_SPACE = r"(?:%20|%0[ad])+"
_TRAILING = rf"(?i)({_PAGE}|{_QUERY}|{_FRAGMENT}|{_MARKUP}|{_LABEL}|{_ENCODED_SPACE})$"
# Words after a space: `(in press)`, `Epub ahead of print`.
_WORDS = r"/\S*[\pL\pN)\]>](\s+[(\[]?(?:\pL{2}\s|\pL{3}).*)$"
_PUNCTUATION = r"[^.\s]([.,;:]+)$"
_SICI = r"[<>]|CO;2"
# DOI002 reports SICI suffixes with encoded angle brackets.
_ENCODED_SICI = r"&lt;.+&gt;.*CO;2"
# Year, volume, and issue, followed by an empty page number: some societies register such DOIs.
_EMPTY_PAGE = r"\.(?:19|20)\d\d\.\d{1,3}\.\d{1,2}\.$"


@rule(
    code="DOI004",
    severity="warning",
    fields=["doi"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/tides.1."},
    good={"title": "A study of tides", "doi": "10.1016/0022-2836(81)90087-5"},
)
def doi_trailing_junk() -> Check:
    """Return a check that flags DOIs followed by punctuation, parts of a web address, or markup."""
    doi = pl.col("doi_bare")
    junk = pl.coalesce(
        doi.str.extract(_TRAILING, 1),
        keep_matching(doi, r"\s").str.extract(_WORDS, 1),
        doi.str.extract(_PUNCTUATION, 1),
        _bracket(doi),
    )
    return Check(
        field="doi",
        when=doi.str.contains(r"^10\.\d{4,9}")
        & ~pl.col("format").is_in(REGISTRY_FORMATS)
        & ~contains_two_dois(doi),
        violates=junk.is_not_null() & ~doi.str.contains(f"{_EMPTY_PAGE}|{_ENCODED_SICI}"),
        message=pl.format("DOI ends with {}, which is probably not part of it", quoted(junk)),
        fix=Fix(value=doi.str.strip_suffix(junk)),
    )


def _bracket(doi: pl.Expr) -> pl.Expr:
    """Return the last character if it is a closing bracket without its opening bracket (String), otherwise null."""
    unpaired = pl.any_horizontal(
        doi.str.ends_with(close)
        & (doi.str.count_matches(close, literal=True) > doi.str.count_matches(open_, literal=True))
        for open_, close in (("(", ")"), ("[", "]"), ("{", "}"))
    )
    return pl.when(unpaired & ~doi.str.contains(_SICI)).then(doi.str.slice(-1))
