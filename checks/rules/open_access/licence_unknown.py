"""License is neither a known license URL nor an SPDX identifier.

## Why it matters
Software cannot determine whether the text may be reused.

## How to fix
Write the URL of the license, such as `https://creativecommons.org/licenses/by/4.0/`, or its SPDX identifier, such as
`CC-BY-4.0`.

## What is not flagged
- Creative Commons licenses in any usual spelling.
- SPDX identifiers of licenses for texts, data, and software.
- URLs of publishers' license pages. The rule recognizes them by words such as *license*, *terms*, *policy*,
  *permissions*, *guidelines*, *copyright*, *rights*, *open access*, or *TDM*.
- License codes of OpenAlex, such as `other-oa`, and open-access colors, such as `gold`.

Access statements, such as `info:eu-repo/semantics/closedAccess`, are flagged. They are not licenses.

## References
- SPDX License List, https://spdx.org/licenses/
- NISO RP-22-2015, Access and License Indicators
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, rule
from scholint.checks.values.text import is_empty

_CREATIVE_COMMONS = r"creativecommons\.org|^\s*cc[\s_-]?(?:0|by|zero|pdm|public)"
_SPDX = (
    r"^\s*(?:mit|apache|bsd|gpl|lgpl|agpl|odbl|odc|pddl|isc|mpl|ecl|epl|cddl|gfdl|artistic|unlicense|eupl|etalab|ogl|"
    r"public[- ]domain)\b|publicdomain|lic_mit"
)
# Sites that describe licenses, not the terms of one publisher.
_LICENSE_SITES = r"https?://(?:rightsstatements|opensource|www\.gnu|spdx|choosealicense|purl)\S*"
# Words in the URLs of license pages of publishers, and names of publishers whose URLs contain none of these words.
_LICENSE_PAGES = (
    r"licen[cs]e|terms|copyright|rights|polic(?:y|ies)|permission|guideline|conditions|open[-_]?access|/about$|"
    r"tdm|text-?(?:and-?)?data-?mining|text-and-data|10\.15223/policy|wiley|springer|ieee|acm"
)
# License codes of OpenAlex and Unpaywall.
_CODES = (
    r"acs-specific|elsevier-specific|publisher-specific|(?:implied|other|unspecified)-oa|"
    r"^\s*(?:gold|green|hybrid|bronze|closed)\s*$"
)
_KNOWN = rf"(?i){_CREATIVE_COMMONS}|{_SPDX}|{_LICENSE_PAGES}|{_LICENSE_SITES}|{_CODES}"


@rule(
    code="OAC002",
    severity="info",
    fields=["license"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "license": "free to use"},
    good={"title": "A study of tides", "doi": "10.1000/1", "license": "CC-BY-NC-ND-4.0"},
)
def licence_unknown() -> Check:
    """Return a check that flags licenses that match no known URL, identifier, or code."""
    return Check(
        field="license",
        when=~is_empty("license"),
        violates=~pl.col("license").str.contains(_KNOWN),
        message=pl.format(
            "license {} is neither a known license URL nor an SPDX identifier", quoted("license")
        ),
    )
