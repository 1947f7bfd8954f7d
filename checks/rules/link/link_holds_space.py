"""A link with white space inside.

## Why it matters
It breaks at the space: readers who click get nowhere.

## How to fix
Write the space as `%20`, or take it out where a line was broken.

## Fix safety
Safe: `%20` is how a URL writes a space; a line break inside an address means nothing.

## What is not flagged
Several addresses in one field, and white space at the ends, are warnings; the former without a proposal, as are addresses with other signs than ASCII's. Only what
begins as a web address is looked at.

## References
- RFC 3986, 2.2 and appendix C
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import quoted
from scholint.checks.rule import Check, Fix, Scan, rule
from scholint.checks.values.text import first_matching

_SPACED = r"(?i)^\s*https?:\S*\s|^\s+https?:"
_SEVERAL = r"(?i)\S\s*[\s,;|]\s*(?:https?|ftp|file):|\s.*(?:https?|ftp|file):/"


@rule(
    code="LNK004",
    severity="error",
    fields=["links", "oa_url"],
    since="0.1.0",
    bad={"title": "A study of tides", "doi": "10.1000/1", "links": ["https://example.org/my paper.pdf"]},
    good={"title": "A study of tides", "doi": "10.1000/1", "links": ["https://example.org/my%20paper.pdf"]},
)
def link_holds_space() -> list[Check]:
    """Match web addresses with white space."""
    value = first_matching("links", _SPACED)
    return [_check("links", value), _check("oa_url", pl.col("oa_url"))]


def _check(name: str, value: pl.Expr) -> Check:
    mended = value.str.strip_chars().str.replace_all(r"\s*[\r\n\t]+\s*", "").str.replace_all(r"\s", "%20")
    several = value.str.strip_chars().str.contains(_SEVERAL)
    broken = value.str.strip_chars().str.contains(r"\s") & ~several
    return Check(
        field=name,
        violates=value.str.contains(_SPACED),
        severity=pl.when(broken).then(pl.lit("error")).otherwise(pl.lit("warning")),
        message=pl.when(several)
        .then(pl.format("several addresses stand in one link: {}", quoted(value)))
        .otherwise(pl.format("the link {} holds white space", quoted(value))),
        value=value,
        fix=Fix(value=pl.when(~several & value.str.contains(r"^[\x00-\x7F]*$")).then(mended), safe=True),
        scan=Scan(every_entry=True),
    )
