"""Link contains whitespace.

## Why it matters
The link breaks at the space, and readers who follow it get nowhere.

A finding is a warning if the field contains several URLs, or if the whitespace is only leading or trailing. All other
findings are errors.

## How to fix
- Replace spaces with `%20`, and delete line breaks.
- If the field contains several URLs, store each as a separate link.

## Fix safety
Safe. In a URL, `%20` means a space, and line breaks have no meaning. There is no fix if the field contains several URLs
or characters that are not ASCII.

## What is not flagged
- Values that do not start with `http:` or `https:` (reported by LNK001).

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
    """Return checks that flag URLs with whitespace inside, before, or after them."""
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
