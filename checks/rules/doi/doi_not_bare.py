"""DOI is wrapped in a URL, a label, or quotes, or is percent-encoded.

## Why it matters
Two spellings of one DOI do not match, so the work is imported twice or its link breaks.

## How to fix
Store the bare DOI, which starts with `10.`, and build links from it.

## Fix safety
Safe if the fix only removes a resolver, a label, braces, quotes, or the backslashes of TeX. Unsafe if it decodes
characters of the suffix, or removes other text before or after the DOI.

## What is not flagged
- Records from OpenAlex, whose format writes DOIs as links.
- A percent sign or `doi.org` inside the suffix, because the DOI may be registered with it. Percent-encoding is flagged
  only if the DOI is in a link, if the slash after the prefix is encoded, or if the encoded character is a bracket, a
  slash, a colon, or a semicolon.
- Two DOIs in one field (reported by DOI005).
- Whitespace and invisible characters (reported by DOI003).
- A link to another page (reported by DOI013).

## References
- ISO 26324:2022, Digital object identifier system
- DOI Handbook, https://www.doi.org/the-identifier/resources/handbook/
- Crossref, DOI display guidelines
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, rule
from scholint.checks.values.doi import DOI, INVISIBLE, contains_two_dois
from scholint.checks.values.text import keep_matching

# Codes that programs write for characters in SICI suffixes.
_CODES = {f"%{ord(c):02{case}}": c for c in "<>()[];:/" for case in "xX"} | {
    "&lt;": "<",
    "&gt;": ">",
    "&amp;": "&",
}
_CODED = r"(?i)%(?:2[89f]|3[abce]|5[bd])|&lt;.+&gt;"
_LINKED = r"(?i)^\s*https?://|^10\.[0-9.]+%2f"
_BRACKETED = rf"^\s*(?:\(({DOI})\)|<({DOI})>|\[({DOI})\])\s*$"
# DOI003 reports whitespace and invisible characters at the start or end.
_only_invisible = pl.col("doi").str.replace_all(f"^{INVISIBLE}+|{INVISIBLE}+$", "") == pl.col("doi_bare")


@rule(
    code="DOI002",
    severity="warning",
    fields=["doi"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "https://doi.org/10.1000/1"},
    good={"title": "A study of tides", "doi": "10.1000/1"},
)
def doi_not_bare() -> Check:
    """Return a check that flags DOIs that differ from their bare form, and DOIs that follow other words."""
    bare = pl.col("doi_bare")
    is_doi = bare.str.contains(r"^10\.")
    wrapped = is_doi & (pl.col("doi").str.strip_chars() != bare) & ~_only_invisible
    coded = bare.str.contains(_CODED) | (
        bare.str.contains(r"%[0-9A-Fa-f]{2}") & pl.col("doi").str.contains(_LINKED)
    )
    # DOI013 reports links to other pages. Most fields start with the DOI and are not searched.
    starts = bare.str.contains(r"(?i)^10[./]|^\s*(?:https?|ftp)://|^www\.")
    other = pl.when(starts).then(pl.lit("")).otherwise(bare)
    enclosed = pl.coalesce(
        *(other.str.extract(_BRACKETED, i) for i in (1, 2, 3)),
        other.str.extract(rf"\b({DOI}?)[.,;]*(?:\s|$)", 1),
    )
    decoded = keep_matching(bare, "[%&]").str.replace_many(_CODES).replace("", None)
    return Check(
        field="doi",
        when=(pl.col("format") != "openalex") & ~contains_two_dois(pl.col("doi")),
        violates=wrapped | (is_doi & bare.str.contains(_CODED)) | enclosed.is_not_null(),
        message=pl.format("{} is not a bare DOI, expected 10.prefix/suffix", quoted("doi")),
        fix=Fix(value=pl.coalesce(enclosed, decoded, bare), safe=enclosed.is_null() & ~coded),
    )
