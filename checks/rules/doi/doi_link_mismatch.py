"""DOI differs from the DOI in one of the record's own links.

## Why it matters
One of the two leads readers to a different work.

## How to fix
Open both DOIs, and keep the one whose landing page shows the title of the record.

## What is not flagged
- Links that do not lead to a DOI resolver.
- Differences in letter case or percent-encoding, and text that sites append: `/pdf`, a period, a query.
- Versions of the same DOI: `.v2`, `v2`, or the last number in a DOI of F1000 and similar platforms.
- Links to a single figure or table of the article.
- Links to a preprint or to a copy in a repository, and records of such copies, because sources link them to the article.
- Records from DataCite, because their link is the target of the DOI, which may be another DOI.

The finding is a warning if another link contains the DOI of the record, or if one DOI starts with the other, as the DOI
of a chapter may start with the DOI of its book. Otherwise it is an error.

## References
- ISO 26324:2022, Digital object identifier system
- DOI Handbook, https://www.doi.org/the-identifier/resources/handbook/
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, rule

# Figures, tables, and supplements of PLOS: repositories list them under their own DOIs.
_COMPONENT = r"\.[gts]\d{3,}$"
# DOI prefixes of preprint servers and repositories: arXiv, bioRxiv, Research Square, SSRN, ChemRxiv, Preprints.org, OSF, TechRxiv,
# Authorea, Zenodo, figshare, Dryad, and university repositories with free copies.
_COPIES = (
    r"^10\.(?:48550|21203|2139|26434|20944|312(?:19|34|35)|31222|36227|22541|5281|6084|17605|5061|17863|3929|5167|17169"
    r"|7916|7939|18452|15496)/|^10\.1101/(?:(?:19|20)\d\d\.|\d{6}$|\d{6}v)|^10\.64898/"
)
# F1000 and the platforms that it runs end the DOI with the number of the version.
_NUMBERED = r"^(10\.(?:12688|35241|3310|21956)/.*\d+)\.\d{1,2}$"
_LINK = r"(?i)^https?://(?:dx\.|www\.)?doi\.org/+(10\.\S+)"
# The characters that browsers and registries encode in a DOI link.
_ENCODED = {f"%{ord(c):02{case}}": c for c in '<>()[];:/+ #?&"%' for case in "xX"}


@rule(
    code="DOI006",
    severity="error",
    fields=["doi"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "links": ["https://doi.org/10.1000/2"]},
    good={"title": "A study of tides", "doi": "10.1000/1", "links": ["https://doi.org/10.1000/1"]},
)
def doi_link_mismatch() -> Check:
    """Return a check that flags DOIs that differ from the DOI in a resolver link of the record."""
    # Most records have no link to a DOI resolver and are not searched further.
    resolved = (
        pl.col("links").list.join(" ").str.contains(r"(?i)doi\.org/+10\.") & pl.col("doi_key").is_not_null()
    )
    own = _comparable(pl.when(resolved).then(pl.col("doi_key")).otherwise(pl.lit("")))
    links = pl.when(resolved).then(pl.col("links"))
    linked = links.list.eval(pl.element().str.extract(_LINK, 1)).list.drop_nulls()
    other = linked.list.eval(_comparable(_decoded(pl.element()).str.to_lowercase()))
    other = other.list.eval(pl.element().filter(~pl.element().str.contains(f"{_COMPONENT}|{_COPIES}")))
    differing = other.list.set_difference(pl.concat_list(own))
    first = differing.list.first()
    return Check(
        field="doi",
        when=(pl.col("format") != "datacite")
        & (own != "")
        & ~own.str.contains(_COPIES)
        & (other.list.len() > 0),
        violates=(other.list.n_unique() > 1) | ~other.list.contains(own),
        severity=pl.when(other.list.contains(own) | _continues(own, first) | _continues(first, own))
        .then(pl.lit("warning"))
        .otherwise(pl.lit("error")),
        message=pl.format(
            "DOI {} differs from {}, the DOI in the record's own link", quoted("doi"), quoted(first)
        ),
        evidence={"links": linked.list.join(" | ")},
    )


def _continues(whole: pl.Expr, part: pl.Expr) -> pl.Expr:
    """Boolean, never null: true if the DOI `part` consists of the DOI `whole`, a separator, and more text."""
    rest = part.str.strip_prefix(whole)
    return (part.str.starts_with(whole) & rest.str.contains(r"^[._/(-]")).fill_null(value=False)


def _decoded(doi: pl.Expr) -> pl.Expr:
    return doi.str.replace_many(_ENCODED)


def _comparable(doi: pl.Expr) -> pl.Expr:
    return (
        _decoded(doi)
        .str.replace(r"(?:/(?:pdf|full|abstract)|[?#][a-z].*)$", "")
        .str.replace(r"\.?v\d+$", "")
        .str.replace(_NUMBERED, "$1")
        .str.strip_chars_end("./ ")
    )
