"""A DOI with something behind it that is no part of it: a full stop, a page of the publisher's site, a tag.

## Why it matters
The DOI resolves to nothing, and does not match the same DOI elsewhere.

## How to fix
Take the end off, and resolve what is left.

## Fix safety
Unsafe: a registrant may have registered the ending.

## What is not flagged
Registered suffixes end in nearly anything, and where the record comes from the registry (Crossref, DataCite) the
ending is registered, and passes. A closing bracket with its partner passes, and so do `<…>` in SICI
suffixes. A full stop at the end is flagged except after SICI-like and abbreviated endings; a few such DOIs are
registered, so this is a warning and the fix a proposal.

## References
- ISO 26324:2022; DOI Handbook, https://www.doi.org/the-identifier/resources/handbook/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, rule
from scholint.checks.values.text import keep_matching

_SITE = (
    r"(?i)(/(?:abstract|full|fulltext|full-text|pdf|epdf|pdfdirect|meta|summary|html|references|xml)|\.pdf|\.html?"
    r"|\?[a-z_]+=.*|#(?:abstract|full|citeas|references?|sec-?\d+|ref-[a-z0-9-]+|page-\d+)|&(?:lt|gt|amp|quot|nbsp);.*|</?[a-z]+ ?/?>?|\s*\[(?:doi|pii)\]|[.;,\s]*pm(?:c?id)[:\s]*\d*|(?:%20|%0[ad])+)$"
)
# Words behind a blank: `(in press)`, `Epub ahead of print`.
_WORDS = r"/\S*[\pL\pN)\]>](\s+[(\[]?(?:\pL{2}\s|\pL{3}).*)$"
_MARKS = r"[^.\s]([.,;:]+)$"
_SICI = r"[<>]|CO;2"
# A SICI whose angle brackets are encoded is DOI002.
_ENCODED = r"&lt;.+&gt;.*CO;2"
# Two DOIs in one field are DOI005.
_several = pl.col("doi_bare").str.count_matches(r"10\.\d{4,9}/") > 1
# Year.volume.issue. and then a page that was empty: registered so by some societies.
_LEFT_OPEN = r"\.(?:19|20)\d\d\.\d{1,3}\.\d{1,2}\.$"


@rule(
    code="DOI004",
    severity="warning",
    fields=["doi"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/tides.1."},
    good={"title": "A study of tides", "doi": "10.1016/0022-2836(81)90087-5"},
)
def doi_trailing_junk() -> Check:
    """Match the endings that sentences, sites and mark-up leave."""
    doi = pl.col("doi_bare")
    junk = pl.coalesce(
        doi.str.extract(_SITE, 1),
        keep_matching(doi, r"\s").str.extract(_WORDS, 1),
        doi.str.extract(_MARKS, 1),
        _bracket(doi),
    )
    return Check(
        field="doi",
        when=doi.str.contains(r"^10\.\d{4,9}")
        & ~pl.col("format").is_in(["crossref", "datacite"])
        & ~_several,
        violates=junk.is_not_null() & ~doi.str.contains(f"{_LEFT_OPEN}|{_ENCODED}"),
        message=pl.format("the DOI ends in {}, which is no part of it", quoted(junk)),
        fix=Fix(value=doi.str.strip_suffix(junk)),
    )


def _bracket(doi: pl.Expr) -> pl.Expr:
    """String: a last bracket without its partner, else null."""
    lonely = pl.any_horizontal(
        doi.str.ends_with(close)
        & (doi.str.count_matches(close, literal=True) > doi.str.count_matches(open_, literal=True))
        for open_, close in (("(", ")"), ("[", "]"), ("{", "}"))
    )
    return pl.when(lonely & ~doi.str.contains(_SICI)).then(doi.str.slice(-1))
