"""DOI field contains another identifier or other text, such as an arXiv ID or a URL.

## Why it matters
The value does not resolve as a DOI, and the identifier is missing from its own field.

## How to fix
1. Move the identifier to its own field.
2. Search for the title of the work in the registry of its publisher, such as Crossref, and copy the DOI from there.

## Fix safety
Safe for arXiv IDs, because arXiv registers one DOI for each article, and this DOI contains the ID. Unsafe for a DOI that
is found inside a web address. There is no fix for other identifiers.

## What is not flagged
- DOIs that contain other identifiers: `10.48550/arXiv.2101.00001`.
- A DOI with other text before it (reported by DOI002).
- Short DOIs (reported by DOI014).
- Placeholders such as `N/A` (reported by EMP010).

## References
- ISO 26324:2022, Digital object identifier system
- DOI Handbook, https://www.doi.org/the-identifier/resources/handbook/
- arXiv, DOIs for articles, https://info.arxiv.org/help/doi.html
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, rule
from scholint.checks.values.absent import is_placeholder

_ARXIV_ID = r"\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7}"
_ARXIV = rf"(?i)^(?:https?://arxiv\.org/(?:abs|pdf)/|arxiv:\s*)({_ARXIV_ID})(?:v\d+)?(?:\.pdf)?$"
_URL = r"(?i)^(?:https?|ftp)://|^www\."
# The first pattern that matches determines the kind. Each pattern follows the documentation of the identifier.
_KINDS = {
    "an arXiv ID": _ARXIV,
    "an arXiv ID without the `arXiv:` prefix": r"^\d\d(?:0[1-9]|1[0-2])\.\d{4,5}(?:v\d+)?$",
    "a PubMed ID (PMID)": r"(?i)^pmid:?\s*\d+$|pubmed\.ncbi|/pubmed/\d+",
    "a PubMed Central ID (PMCID)": r"(?i)^(?:pmcid:?\s*)?pmc\d+$",
    "a Handle": r"(?i)^hdl:|hdl\.handle\.net/",
    "a Handle without the `hdl:` prefix": r"^2[01]\.\d+(?:\.\d+)*/\S+$",
    "an ISBN": r"^(?:(?i:isbn)[:\s]*)?97[89][- ]?\d[\d -]{8,12}\d$",
    "an ISSN": r"^(?:(?i:issn)[:\s]*)?\d{4}-\d{3}[\dXx]$",
    "an OAI identifier": r"(?i)^oai:\S+",
    "an ORCID iD": r"(?i)^(?:https?://)?(?:orcid\.org/|orcid:?\s*)?\d{4}-\d{4}-\d{4}-\d{3}[\dX]$",
    "a Web of Science ID": r"(?i)^(?:wos|isi|ut):\s*(?:wos:)?[A-Z0-9]{15}$",
    "a Scopus EID": r"^2-s2\.0-\d{8,}$",
    "an OpenAlex ID": r"(?i)^(?:https?://openalex\.org/)?W\d{6,}$",
    "a Semantic Scholar ID": r"(?i)^(?:[0-9a-f]{40}|corpusid:\s*\d+)$",
    "a ROR ID": r"(?i)^(?:https?://)?ror\.org/0[0-9a-z]{8}$",
    "a PII": r"(?i)^(?:pii:?\s*)?[SB]\d{4}-?\d{3}[\dX]\(?\d{2}\)?\d{5}-?[\dX]$",
    "an ARK": r"(?i)^ark:/?\d{5}/\S+$",
    "a URN": r"(?i)^urn:\S+$",
    "a date": r"^\d{4}[-/](?:0?[1-9]|1[0-2])(?:[-/]\d{1,2})?$",
    "an email address": r"(?i)^\S+@\S+\.\pL{2,}$",
    "a URL": _URL,
    "a plain number": r"^\d+$",
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
    """Return a check that flags DOI fields with another identifier or other text.

    The fix for an arXiv ID is the DOI that arXiv registers for it.
    """
    # Most fields start like a DOI and are not searched.
    is_doi = pl.col("doi_bare").str.contains(r"(?i)^10(?:\.\s*[\dx]|\./|/[a-z0-9])")
    doi = pl.when(is_doi).then(pl.lit("")).otherwise(pl.col("doi")).str.strip_chars()
    kind = pl.coalesce(
        *(pl.when(doi.str.contains(pattern)).then(pl.lit(name)) for name, pattern in _KINDS.items())
    )
    of_arxiv = pl.concat_str(pl.lit("10.48550/arXiv."), doi.str.extract(_ARXIV, 1))
    # A web address encodes the slash of a DOI in its query, and may continue after the DOI, for example with `/full`.
    address = doi.str.replace_all(r"(?i)%2f", "/")
    inside = address.str.extract(r"(10\.\d{4,9}/[^?#&\s]+)", 1).str.replace(
        r"(?i)/(?:e?pdf|full|abstract|html)$", ""
    )
    return Check(
        field="doi",
        when=is_doi | (doi.str.contains(r"[\pL\pN]") & ~is_placeholder(doi)),
        violates=~is_doi & ~(inside.is_not_null() & ~doi.str.contains(_URL)),
        message=pl.format(
            "{} is {}",
            quoted("doi"),
            pl.when(kind.is_null())
            .then(pl.lit("not a DOI, expected 10.prefix/suffix"))
            .otherwise(pl.format("{}, not a DOI", kind)),
        ),
        evidence={"is": kind.fill_null("other text")},
        fix=Fix(value=pl.coalesce(of_arxiv, inside), safe=of_arxiv.is_not_null()),
    )
