"""Field contains an identifier where text or a number is expected.

## Why it matters
Two fields are wrong: the one that contains the identifier, and the one that lacks it.

## How to fix
1. Move the identifier to its own field.
2. Take the missing value from the landing page of the DOI, or clear the field.

## What is not flagged
- Identifiers that are only a part of the value. A DOI in a title is reported by TTL012.
- Article numbers that look like the suffix of a DOI.
- Numbers in the form of an ISSN that have a wrong check digit or are two years, such as `1914-1918`.
- ISSNs in volume, issue, and pages, because a page range such as `1234-1238` looks the same.

## References
- ISO 26324, Digital object identifier system (DOI)
- ISO 3297, International standard serial number (ISSN)
- ISO 27729, International standard name identifier (ISNI, ORCID)
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted, with_article
from scholint.checks.rule import Check, Scan, rule
from scholint.checks.values.issn import issn_is_valid
from scholint.checks.values.text import first_matching

_KINDS = {
    "DOI": r"(?i)^\s*(?:https?://(?:dx\.)?doi\.org/|doi:?\s*)?10\.\d{4,9}/\S+\s*$",
    "URL": r"(?i)^\s*(?:https?://|www\.)\S+\s*$",
    "ISSN": r"(?i)^\s*e?-?issn:?\s*\d{4}-?\d{3}[\dx]\s*$|^\s*\d{4}-\d{3}[\dxX]\s*$",
    "ORCID iD": r"(?i)^\s*(?:orcid:?\s*)?\d{4}-\d{4}-\d{4}-\d{3}[\dx]\s*$",
    "PMCID": r"^\s*PMC\d{5,}\s*$",
}
_PREFILTER = r"10\.\d|://|(?i:www\.)|\d{4}-?\d{3}|PMC\d"
# A page range such as 1234-1238 has the form of an ISSN.
_NUMERIC = ("volume", "issue", "pages")


@rule(
    code="IDN010",
    severity="warning",
    fields=["title", "journal", "volume", "issue", "pages", "authors"],
    since="0.1.0",
    bad={"title": "10.1000/182", "doi": "10.1000/1"},
    good={"title": "The DOI 10.1000/182 and its readers", "doi": "10.1000/1"},
)
def identifier_in_wrong_field() -> list[Check]:
    """Return checks that flag fields that consist of an identifier, one for each field."""
    return [_check(name) for name in ("title", "journal", "volume", "issue", "pages", "authors")]


def _check(name: str) -> Check:
    kinds = {k: p for k, p in _KINDS.items() if not (k == "ISSN" and name in _NUMERIC)}
    value = first_matching(name, "|".join(f"(?:{p})" for p in kinds.values()))
    kind = pl.coalesce(
        *(pl.when(value.str.contains(pattern)).then(pl.lit(word)) for word, pattern in kinds.items())
    )
    return Check(
        field=name,
        violates=kind.is_not_null() & ~((kind == "ISSN") & _only_looks_like_issn(value)),
        message=pl.format(f"{{}} is {{}}, not {_EXPECTED[name]}", quoted(value), with_article(kind)),
        value=value,
        scan=Scan(prefilter=_PREFILTER),
    )


def _only_looks_like_issn(value: pl.Expr) -> pl.Expr:
    """Boolean: true if the value has the form of an ISSN, but is two years or has a wrong check digit."""
    issn = value.str.extract(r"(\d{4}-?\d{3}[\dXx])\s*$", 1).str.replace(r"^(\d{4})-?", "$1-")
    return issn.str.contains(r"^(?:1\d|20)\d\d-(?:1\d|20)\d\d$") | ~issn_is_valid(issn)


_EXPECTED = {
    "title": "a title",
    "journal": "a journal title",
    "volume": "a volume number",
    "issue": "an issue number",
    "pages": "a page range",
    "authors": "an author name",
}
