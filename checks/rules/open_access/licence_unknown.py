"""A licence that is neither a known licence's URL nor an SPDX identifier.

## Why it matters
Programs that ask whether a text may be reused find no answer.

## How to fix
Write the licence's URL, `https://creativecommons.org/licenses/by/4.0/`.

## What is not flagged
Creative Commons in any usual spelling, SPDX identifiers of the licences of texts and data, and publishers'
licence pages (a URL with licence, terms, policy, permissions, guidelines, copyright, rights, open-access or `tdm` in it)
pass, and so do OpenAlex's own codes (`other-oa`). A statement of access (`info:eu-repo/semantics/closedAccess`) is none.

## References
- SPDX Licence List, https://spdx.org/licenses/; NISO RP-22-2015
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, rule
from scholint.checks.values.text import is_empty

_KNOWN = (
    r"(?i)creativecommons\.org|^\s*cc[\s_-]?(?:0|by|zero|pdm|public)|^\s*(?:mit|apache|bsd|gpl|lgpl|agpl|odbl|odc|pddl|isc|mpl|ecl|epl|cddl|gfdl|artistic|unlicense|eupl|etalab|ogl|public[- ]domain)\b"
    r"|licen[cs]e|terms|copyright|rights|tdm|text-?(?:and-?)?data-?mining|text-and-data|open[-_]?access|10\.15223/policy|publicdomain|lic_mit|/about$|https?://(?:rightsstatements|opensource|www\.gnu|spdx|choosealicense|purl)\S*|acs-specific|elsevier-specific|publisher-specific|(?:implied|other|unspecified)-oa|polic(?:y|ies)|permission|guideline|conditions|wiley|springer|ieee|acm|^\s*(?:gold|green|hybrid|bronze|closed)\s*$"
)


@rule(
    code="OAC002",
    severity="info",
    fields=["license"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "license": "free to use"},
    good={"title": "A study of tides", "doi": "10.1000/1", "license": "CC-BY-NC-ND-4.0"},
)
def licence_unknown() -> Check:
    """Match known licences."""
    return Check(
        field="license",
        when=~is_empty("license"),
        violates=~pl.col("license").str.contains(_KNOWN),
        message=pl.format("{} names no known licence", quoted("license")),
    )
