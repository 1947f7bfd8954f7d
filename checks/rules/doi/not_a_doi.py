"""The DOI field holds another identifier: an arXiv number, a PMID, an ISBN, an ISSN, a handle, a URL.

## Why it matters
It resolves to nothing as a DOI, and the identifier is lost where it would be looked for.

## How to fix
Move the identifier to its own field, and look up the DOI.

## Fix safety
Safe for arXiv, which registers one DOI for every article, made of its number. Unsafe for a DOI found inside an
address. Nothing is proposed for other identifiers.

## What is not flagged
DOIs that contain such identifiers (`10.48550/arXiv.…`) are DOIs; a DOI behind other words is `DOI002`. Text that is no identifier at all is flagged too;
words for nothing are `EMP010`.

## References
- ISO 26324:2022; DOI Handbook, https://www.doi.org/the-identifier/resources/handbook/
- arXiv DOIs: https://info.arxiv.org/help/doi.html
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, rule
from scholint.seeds.words import placeholders

_ARXIV = r"(?i)^(?:https?://arxiv\.org/(?:abs|pdf)/|arxiv:\s*)(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?$"
_OTHERS = {
    "an arXiv number": _ARXIV,
    "an arXiv number without its label": r"^\d\d(?:0[1-9]|1[0-2])\.\d{4,5}(?:v\d+)?$",
    "a PubMed number": r"(?i)^pmid:?\s*\d+$|pubmed\.ncbi|/pubmed/\d+",
    "a PubMed Central number": r"(?i)^(?:pmcid:?\s*)?pmc\d+$",
    "a handle": r"(?i)^hdl:|hdl\.handle\.net/",
    "an ISBN": r"^(?:(?i:isbn)[:\s]*)?97[89][- ]?\d[\d -]{8,12}\d$",
    "an ISSN": r"^(?:(?i:issn)[:\s]*)?\d{4}-\d{3}[\dXx]$",
    "an OAI identifier": r"(?i)^oai:\S+",
    "a URL": r"(?i)^(?:https?|ftp)://|^www\.",
    "a number": r"^\d+$",
}


@rule(
    code="DOI013",
    severity="error",
    fields=["doi"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "arXiv:2101.00001"},
    good={"title": "A study of tides", "doi": "10.48550/arXiv.2101.00001"},
)
def not_a_doi() -> Check:
    """Tell what stands there instead, and where arXiv's own DOI is known, propose it."""
    # Most fields begin as DOIs do, and are not searched.
    is_doi = pl.col("doi_bare").str.contains(r"(?i)^10(?:\.\s*[\dx]|\./|/[a-z0-9])")
    doi = pl.when(is_doi).then(pl.lit("")).otherwise(pl.col("doi")).str.strip_chars()
    kind = pl.lit("text that is no identifier")
    for name, pattern in reversed(_OTHERS.items()):
        kind = pl.when(doi.str.contains(pattern)).then(pl.lit(name)).otherwise(kind)
    of_arxiv = pl.concat_str(pl.lit("10.48550/arXiv."), doi.str.extract(_ARXIV, 1))
    # Addresses encode the slash of a DOI that stands in their query, and end in a page of the site.
    address = doi.str.replace_all(r"(?i)%2f", "/")
    inside = address.str.extract(r"(10\.\d{4,9}/[^?#&\s]+)", 1).str.replace(
        r"(?i)/(?:e?pdf|full|abstract|html)$", ""
    )
    nothing = doi.str.to_lowercase().is_in([word for words in placeholders().values() for word in words])
    return Check(
        field="doi",
        when=is_doi | (doi.str.contains(r"[\pL\pN]") & ~nothing),
        violates=~is_doi & ~(inside.is_not_null() & ~doi.str.contains(_OTHERS["a URL"])),
        message=pl.format("{} is {}, not a DOI", quoted("doi"), kind),
        evidence={"is": kind},
        fix=Fix(value=pl.coalesce(of_arxiv, inside), safe=of_arxiv.is_not_null()),
    )
