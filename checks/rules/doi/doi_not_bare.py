"""A DOI with a resolver, a label, quotes or other text around it, or with its signs encoded.

## Why it matters
Two forms of one DOI do not match: the same work is imported twice, or a link to it is built wrong.

## How to fix
Keep the bare DOI, beginning with `10.`; build links from it.

## Fix safety
Safe where a resolver, a label, braces, quotes or TeX's backslashes are taken off: they are no part of the DOI. Unsafe where signs of the suffix are
decoded, or other words are cut off.

## What is not flagged
OpenAlex writes DOIs as links by design: there it is the format, and passes. A percent sign or a `doi.org` inside
the suffix may be registered so: percent-encoding is told where the DOI stands in a link, where its slash is encoded
too, and where it stands for a bracket, a colon or a semicolon. Two DOIs are `DOI005`.

## References
- ISO 26324:2022; DOI Handbook, https://www.doi.org/the-identifier/resources/handbook/
- Crossref DOI display guidelines
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, rule
from scholint.checks.values.doi import DOI, INVISIBLE
from scholint.checks.values.text import keep_matching

# The signs of SICI suffixes that programs encode, and the codes for them.
_CODES = {f"%{ord(c):02{case}}": c for c in "<>()[];:/" for case in "xX"} | {
    "&lt;": "<",
    "&gt;": ">",
    "&amp;": "&",
}
_CODED = r"(?i)%(?:2[89f]|3[abce]|5[bd])|&lt;.+&gt;"
_LINKED = r"(?i)^\s*https?://|^10\.[0-9.]+%2f"
# What stands invisibly around it is DOI003.
_several = pl.col("doi").str.count_matches(r"10\.\d{4,9}/") > 1
_BRACKETED = rf"^\s*(?:\(({DOI})\)|<({DOI})>|\[({DOI})\])\s*$"
_edges = pl.col("doi").str.replace_all(f"^{INVISIBLE}+|{INVISIBLE}+$", "") == pl.col("doi_bare")


@rule(
    code="DOI002",
    severity="warning",
    fields=["doi"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "https://doi.org/10.1000/1"},
    good={"title": "A study of tides", "doi": "10.1000/1"},
)
def doi_not_bare() -> Check:
    """Compare the field with its bare form, and look for a DOI behind other words."""
    bare = pl.col("doi_bare")
    is_doi = bare.str.contains(r"^10\.")
    wrapped = is_doi & (pl.col("doi").str.strip_chars() != bare) & ~_edges
    coded = bare.str.contains(_CODED) | (
        bare.str.contains(r"%[0-9A-Fa-f]{2}") & pl.col("doi").str.contains(_LINKED)
    )
    # A link to elsewhere is DOI013. Most fields begin with the DOI, and are not searched.
    begins = bare.str.contains(r"(?i)^10[./]|^\s*(?:https?|ftp)://|^www\.")
    odd = pl.when(begins).then(pl.lit("")).otherwise(bare)
    behind = pl.coalesce(
        *(odd.str.extract(_BRACKETED, i) for i in (1, 2, 3)), odd.str.extract(rf"\b({DOI}?)[.,;]*(?:\s|$)", 1)
    )
    decoded = keep_matching(bare, "[%&]").str.replace_many(_CODES).replace("", None)
    return Check(
        field="doi",
        when=(pl.col("format") != "openalex") & ~_several,
        violates=wrapped | (is_doi & bare.str.contains(_CODED)) | behind.is_not_null(),
        message=pl.format("{} is not a bare DOI", quoted("doi")),
        fix=Fix(value=pl.coalesce(behind, decoded, bare), safe=behind.is_null() & ~coded),
    )
