"""Link contains whitespace.

## Why it matters
The link breaks at the space, and readers who follow it get nowhere.

The severity is warning if the field contains several URLs, or if the whitespace is only leading or trailing. All
other findings are errors.

## How to fix
1. Write a space as `%20`. Delete line breaks.
2. Give several URLs as separate links.

## Fix safety
Safe: `%20` is the form of a space in a URL, and line breaks have no meaning in it. There is no fix for several URLs,
and for URLs with characters that are not ASCII.

## What is not flagged
- Values that do not start with `http:` or `https:`: LNK001.

## References
- RFC 3986, section 2.2 and appendix C
"""

from __future__ import annotations

import polars as pl

from scholint.checks.message import LABELS, quoted
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
    """Match URLs with whitespace."""
    value = first_matching("links", _SPACED)
    return [_check("links", value), _check("oa_url", pl.col("oa_url"))]


def _check(name: str, value: pl.Expr) -> Check:
    fixed = value.str.strip_chars().str.replace_all(r"\s*[\r\n\t]+\s*", "").str.replace_all(r"\s", "%20")
    several = value.str.strip_chars().str.contains(_SEVERAL)
    inside = value.str.strip_chars().str.contains(r"\s") & ~several
    return Check(
        field=name,
        violates=value.str.contains(_SPACED),
        severity=pl.when(inside).then(pl.lit("error")).otherwise(pl.lit("warning")),
        message=pl.when(several)
        .then(pl.format(f"{LABELS[name]} contains several URLs: {{}}", quoted(value)))
        .otherwise(pl.format(f"{LABELS[name]} {{}} contains whitespace", quoted(value))),
        value=value,
        fix=Fix(value=pl.when(~several & value.str.contains(r"^[\x00-\x7F]*$")).then(fixed), safe=True),
        scan=Scan(every_entry=True),
    )
